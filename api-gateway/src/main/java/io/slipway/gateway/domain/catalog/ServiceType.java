package io.slipway.gateway.domain.catalog;

/** The service types of the REST contract that Slipway has. */
public enum ServiceType {
    APPLICATION,
    CONTAINER,
    DATABASE,
    JOB;

    /** As messages and paths write it. */
    public String lowerCase() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
