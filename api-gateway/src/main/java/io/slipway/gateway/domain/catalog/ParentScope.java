package io.slipway.gateway.domain.catalog;

import java.util.Optional;

/** What a request may say that a variable belongs to. */
public enum ParentScope {
    PROJECT,
    ENVIRONMENT,
    APPLICATION,
    CONTAINER,
    JOB;

    /** The type of service that the parent's id has to be of; empty for project and environment. */
    public Optional<ServiceType> serviceType() {
        return switch (this) {
            case PROJECT, ENVIRONMENT -> Optional.empty();
            case APPLICATION -> Optional.of(ServiceType.APPLICATION);
            case CONTAINER -> Optional.of(ServiceType.CONTAINER);
            case JOB -> Optional.of(ServiceType.JOB);
        };
    }
}
