package io.slipway.gateway.rest.deployment;

import io.slipway.events.work.Endpoint;
import io.slipway.gateway.domain.deployment.EnvironmentPicture;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The contract's {@code Link}: an address of a service. */
record LinkBody(
        String url, int internalPort, @Nullable Integer externalPort, boolean isQoveryDomain, boolean isDefault) {

    /** The addresses of a service, as the pipeline reported them. */
    static List<LinkBody> of(EnvironmentPicture picture, String serviceId) {
        return picture.statusOf(serviceId)
                .map(status -> status.endpoints().stream().map(LinkBody::of).toList())
                .orElse(List.of());
    }

    private static LinkBody of(Endpoint endpoint) {
        return new LinkBody(endpoint.url(), endpoint.internalPort(), port(endpoint.url()), true, endpoint.isDefault());
    }

    private static @Nullable Integer port(String url) {
        try {
            int port = URI.create(url).getPort();
            return port < 0 ? null : port;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
