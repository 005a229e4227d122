package io.slipway.events.spec;

/** The kinds of service; the first four are also the REST contract's service types ({@code JOB} for both jobs). */
public enum ServiceKind {
    APPLICATION,
    CONTAINER,
    DATABASE,
    LIFECYCLE_JOB,
    CRON_JOB
}
