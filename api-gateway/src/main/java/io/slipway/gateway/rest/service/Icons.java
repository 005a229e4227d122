package io.slipway.gateway.rest.service;

/** The icons that services have unless the request names another. */
final class Icons {

    static final String APPLICATION = "app://qovery-console/application";
    static final String CONTAINER = "app://qovery-console/container";
    static final String LIFECYCLE_JOB = "app://qovery-console/lifecycle-job";
    static final String CRON_JOB = "app://qovery-console/cron-job";
    static final String DATABASE = "app://qovery-console/database";

    private Icons() {}
}
