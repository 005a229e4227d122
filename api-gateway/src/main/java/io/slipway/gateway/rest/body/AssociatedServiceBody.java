package io.slipway.gateway.rest.body;

import io.slipway.gateway.app.catalog.ProjectStore;
import io.slipway.gateway.domain.catalog.Service;
import java.util.UUID;

/**
 * A service that uses something of the organization: the contract's {@code ContainerRegistryAssociatedServicesResponse}
 * and {@code GitTokenAssociatedServiceResponse}.
 *
 * @param serviceType {@code APPLICATION}, {@code CONTAINER}, {@code CRON}, {@code LIFECYCLE} or {@code DATABASE}
 */
public record AssociatedServiceBody(
        UUID projectId,
        String projectName,
        UUID environmentId,
        String environmentName,
        UUID serviceId,
        String serviceName,
        String serviceType) {

    /** As the contract writes it. */
    public static AssociatedServiceBody of(ProjectStore.Association association) {
        Service service = association.service();
        return new AssociatedServiceBody(
                association.project().id(),
                association.project().name(),
                association.environment().id(),
                association.environment().name(),
                service.id(),
                service.name(),
                switch (service.type()) {
                    case JOB -> service.isCron() ? "CRON" : "LIFECYCLE";
                    case APPLICATION, CONTAINER, DATABASE -> service.type().name();
                });
    }
}
