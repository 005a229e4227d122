package io.slipway.status.kafka;

/**
 * Keys of the store: all parts of an environment share a prefix that no other environment's begin with. The separator
 * cannot be part of an id.
 */
final class PartKey {

    /** What the keys of marks begin with; ids are never empty, so no environment's do. */
    static final String PENDING = "\u0000";

    static final String PROGRESS = "progress";
    static final String LAYOUT = "layout";
    static final String DEPLOYMENTS = "deployments";
    static final String SERVICE = "service/";
    static final String RUNNING = "running/";

    private static final String SEPARATOR = "\u0000";

    private PartKey() {}

    static String prefix(String environmentId) {
        return environmentId + SEPARATOR;
    }

    static String of(String environmentId, String part) {
        return prefix(environmentId) + part;
    }

    static String pending(String environmentId) {
        return PENDING + environmentId;
    }
}
