package io.slipway.gateway.rest.docs;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** {@code /openapi.yaml} and {@code /asyncapi.yaml}; like everything they need a token. */
@ApplicationScoped
class Descriptions {

    private static final String ASYNC_API = "asyncapi.yaml";

    private final @Nullable Buffer asyncApi = read();

    void register(@Observes Router router) {
        router.get("/openapi.yaml").handler(context -> context.reroute("/q/openapi"));
        if (asyncApi != null) {
            router.get("/" + ASYNC_API).handler(this::asyncApi);
        }
    }

    private void asyncApi(RoutingContext context) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml;charset=UTF-8")
                .end(asyncApi);
    }

    private static @Nullable Buffer read() {
        try (InputStream resource =
                Thread.currentThread().getContextClassLoader().getResourceAsStream(ASYNC_API)) {
            return resource == null ? null : Buffer.buffer(resource.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
