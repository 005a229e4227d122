package io.slipway.events.spec;

/** The event that a job runs for; the first three are lifecycle events, {@code CRON} is a tick or a forced run. */
public enum JobEvent {
    START,
    STOP,
    DELETE,
    CRON
}
