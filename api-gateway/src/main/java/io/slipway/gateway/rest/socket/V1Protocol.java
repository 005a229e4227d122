package io.slipway.gateway.rest.socket;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/** The one subprotocol: browsers close a socket whose server answers with none of those that they asked for. */
@ApplicationScoped
class V1Protocol implements HttpServerOptionsCustomizer {

    private static final String NAME = "v1";

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.addWebSocketSubProtocol(NAME);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        options.addWebSocketSubProtocol(NAME);
    }
}
