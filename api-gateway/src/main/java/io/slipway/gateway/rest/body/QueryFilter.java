package io.slipway.gateway.rest.body;

import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.ApiException.FieldError;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses parameters with characters that the database cannot hold, whatever the parameters are for. */
class QueryFilter {

    @ServerRequestFilter
    public void check(UriInfo uri) {
        List<FieldError> errors = uri.getQueryParameters().entrySet().stream()
                .filter(parameter -> parameter.getValue().stream().anyMatch(value -> value.indexOf('\0') >= 0))
                .map(parameter -> new FieldError(parameter.getKey().replace("\0", ""), "must not contain NUL"))
                .toList();
        if (!errors.isEmpty()) {
            throw new ApiException.Invalid(errors);
        }
    }
}
