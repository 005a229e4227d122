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

    /** Its address in the environment's network, where Slipway chose it. */
    public static final String ADDRESS = "io.slipway.address";

    /** JSON list of the addresses at which its ports are published. */
    public static final String ENDPOINTS = "io.slipway.endpoints";

    /** JSON of the probe that restarts it when it fails. */
    public static final String LIVENESS = "io.slipway.liveness";

    /** Which instance of its service it is, or which try of its run, counting from 0 and 1. */
    public static final String INDEX = "io.slipway.index";

    /** When the first try of its run was begun, in milliseconds since 1970. */
    public static final String STARTED = "io.slipway.started";

    /** JSON of the schedule that it holds. */
    public static final String SCHEDULE = "io.slipway.schedule";

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
