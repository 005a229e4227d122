package io.slipway.gateway.rest.deployment;

import io.slipway.events.work.Endpoint;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.domain.deployment.Blueprint.ServicePlan;
import io.slipway.gateway.domain.deployment.EnvironmentPicture;
import java.net.URI;
import java.util.List;

/**
 * The contract's {@code Link}: an address of a service.
 *
 * @param externalPort the port in the address, or the usual one of its scheme
 */
record LinkBody(
        String serviceId,
        ServiceType serviceType,
        String url,
        int internalPort,
        int externalPort,
        boolean isQoveryDomain,
        boolean isDefault) {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** The addresses of a service, as the pipeline reported them. */
    static List<LinkBody> of(EnvironmentPicture picture, ServicePlan service) {
        return picture.statusOf(service.id())
                .map(status -> status.endpoints().stream()
                        .map(endpoint -> of(service, endpoint))
                        .toList())
                .orElse(List.of());
    }

    private static LinkBody of(ServicePlan service, Endpoint endpoint) {
        return new LinkBody(
                service.id(),
                Contract.type(service.kind()),
                endpoint.url(),
                endpoint.internalPort(),
                externalPort(endpoint),
                true,
                endpoint.isDefault());
    }

    private static int externalPort(Endpoint endpoint) {
        try {
            URI url = URI.create(endpoint.url());
            if (url.getPort() >= 0) {
                return url.getPort();
            }
            return switch (url.getScheme()) {
                case "http" -> HTTP;
                case "https" -> HTTPS;
                case null, default -> endpoint.internalPort();
            };
        } catch (IllegalArgumentException _) {
            return endpoint.internalPort();
        }
    }
}
