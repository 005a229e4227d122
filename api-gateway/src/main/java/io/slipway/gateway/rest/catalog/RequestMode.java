package io.slipway.gateway.rest.catalog;

/** The contract's {@code CreateEnvironmentModeEnum}: nobody asks for a preview by this way. */
enum RequestMode {
    DEVELOPMENT,
    PRODUCTION,
    STAGING
}
