package io.slipway.gateway.rest.error;

import com.fasterxml.jackson.core.JacksonException;
import io.slipway.gateway.app.error.ApiException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what use cases and the framework throw into {@link ErrorBody}. */
class ErrorMappers {

    private static final Logger LOG = Logger.getLogger(ErrorMappers.class);

    @ServerExceptionMapper
    public Response refused(ApiException refusal, UriInfo uri) {
        int status = switch (refusal) {
            case ApiException.Invalid _ -> 400;
            case ApiException.Unauthorized _ -> 401;
            case ApiException.Forbidden _ -> 403;
            case ApiException.NotFound _ -> 404;
            case ApiException.Conflict _ -> 409;
        };
        return answer(status, refusal.getMessage() == null ? "" : refusal.getMessage(), uri);
    }

    @ServerExceptionMapper
    public Response unreadable(JacksonException failure, UriInfo uri) {
        return answer(400, "'body' cannot be read: " + failure.getOriginalMessage(), uri);
    }

    @ServerExceptionMapper
    public Response http(WebApplicationException failure, UriInfo uri) {
        int status = failure.getResponse().getStatus();
        String message = switch (status) {
            case 404 -> "There is nothing at this path";
            case 405 -> "This method is not allowed here";
            case 406 -> "Only application/json can be answered here";
            default -> status >= 500 ? "Something went wrong" : "The request cannot be read";
        };
        return answer(status, message, uri);
    }

    @ServerExceptionMapper
    public Response failed(Throwable failure, UriInfo uri) {
        if (isUnreachable(failure)) {
            LOG.warnf(failure, "request for %s failed because the database cannot be reached", uri.getPath());
            return answer(503, "The database cannot be reached at the moment; try again", uri);
        }
        LOG.errorf(failure, "request for %s failed", uri.getPath());
        return answer(500, "Something went wrong; the log of the gateway says what", uri);
    }

    private static boolean isUnreachable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    private static Response answer(int status, String message, UriInfo uri) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(ErrorBody.of(status, message, uri.getPath()))
                .build();
    }
}
