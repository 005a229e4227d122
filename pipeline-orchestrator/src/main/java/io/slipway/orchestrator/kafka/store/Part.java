package io.slipway.orchestrator.kafka.store;

/** The parts of an environment. The tag is the first byte of their keys: it must never change. */
enum Part {
    /** Counters and the progress of the running deployment: changes with nearly every event, small. */
    HEAD('h'),
    /** The newest configuration. */
    SPEC('s'),
    /** Output variables of jobs. */
    OUTPUTS('o'),
    /** What the running deployment is going to do. */
    PLAN('p'),
    /** The configuration as it was when the running deployment started. */
    RUN_SPEC('r'),
    /** Requests that wait. */
    QUEUE('q'),
    /** Requests that were seen. */
    SEEN('d'),
    /** How one service was left by its last deployment; one entry for each service. */
    SERVICE('v'),
    /** Traces of the requests that wait or run. */
    TRACES('t');

    private final byte tag;

    Part(char tag) {
        this.tag = (byte) tag;
    }

    byte tag() {
        return tag;
    }
}
