package io.slipway.runtime.docker;

import java.util.Map;

/** Labels of everything that Slipway creates on an engine. Never a secret. */
public final class Labels {

    /** The installation that it belongs to. Nothing without this installation's label is ever touched. */
    public static final String INSTANCE = "io.slipway.instance";

    public static final String ENVIRONMENT = "io.slipway.environment";
    public static final String SERVICE = "io.slipway.service";

    /** The service's name, for people. */
    public static final String SERVICE_NAME = "io.slipway.service-name";

    public static final String DEPLOYMENT = "io.slipway.deployment";

    /** The attempt that created it. */
    public static final String ATTEMPT = "io.slipway.attempt";

    /** What it is for: one of the {@code ROLE_…} values. */
    public static final String ROLE = "io.slipway.role";

    /** Hash of the desired state, secrets included. */
    public static final String SPEC_HASH = "io.slipway.spec-hash";

    public static final String ROLE_WORKLOAD = "workload";
    public static final String ROLE_JOB = "job";

    /** Container that is never started: it holds a schedule and what its runs start with. */
    public static final String ROLE_SCHEDULE = "schedule";

    public static final String ROLE_SCHEDULED_RUN = "scheduled-run";
    public static final String ROLE_NETWORK = "network";
    public static final String ROLE_VOLUME = "volume";
    public static final String ROLE_BUILD = "build";

    private Labels() {}

    /** The labels that select what belongs to {@code instance} and has {@code role}. */
    public static Map<String, String> selector(String instance, String role) {
        return Map.of(INSTANCE, instance, ROLE, role);
    }
}
