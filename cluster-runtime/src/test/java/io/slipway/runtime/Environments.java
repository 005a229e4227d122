package io.slipway.runtime;

import io.slipway.events.spec.EnvironmentRef;

/** Environments for tests. */
public final class Environments {

    public static final String CLUSTER = "c1057e40-0000-4000-8000-000000000000";

    private Environments() {}

    /** The environment of {@code service}. */
    public static EnvironmentRef ref(ServiceKey service) {
        return new EnvironmentRef(
                service.environmentId(),
                "test",
                "a40bec70-0000-4000-8000-000000000000",
                "04ea0000-0000-4000-8000-000000000000",
                CLUSTER);
    }
}
