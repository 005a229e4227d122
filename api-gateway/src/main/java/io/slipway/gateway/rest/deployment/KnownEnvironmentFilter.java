package io.slipway.gateway.rest.deployment;

import io.slipway.gateway.app.catalog.Catalog;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.Found;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Answers 404 where {@link KnownEnvironment} is asked for and there is none. */
class KnownEnvironmentFilter {

    private final Catalog catalog;

    KnownEnvironmentFilter(Catalog catalog) {
        this.catalog = catalog;
    }

    @KnownEnvironment
    @ServerRequestFilter
    public Uni<@Nullable Response> check(UriInfo uri) {
        String text = String.valueOf(uri.getPathParameters().getFirst("environmentId"));
        UUID id = Contract.uuid(text);
        if (id == null) {
            throw new ApiException.NotFound("environment", text);
        }
        return catalog.environment(id)
                .map(Found.or("environment", id))
                .replaceWith(Uni.createFrom().nullItem());
    }
}
