package io.slipway.gateway.rest.socket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.slipway.gateway.app.token.Tokens;
import io.slipway.gateway.config.StreamConfig;
import io.slipway.gateway.rest.error.ErrorBody;
import io.slipway.gateway.rest.security.Credentials;
import io.slipway.gateway.rest.security.SocketPaths;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Turns requests into sockets. Every handshake succeeds and the socket is closed with a code if there is nothing to
 * follow: browsers do not show their scripts the status of a handshake that failed.
 */
@ApplicationScoped
class Sockets {

    private static final Logger LOG = Logger.getLogger(Sockets.class);
    private static final int UPGRADE_REQUIRED = 426;

    private final DeploymentStatusFeed deploymentStatus;
    private final DeploymentLogFeed deploymentLogs;
    private final ServiceStatusFeed serviceStatus;
    private final ServiceLogFeed serviceLogs;
    private final Tokens tokens;
    private final StreamConfig config;
    private final ObjectMapper json;
    private final Clock clock;
    private final Set<SocketSession> sessions = ConcurrentHashMap.newKeySet();

    Sockets(
            DeploymentStatusFeed deploymentStatus,
            DeploymentLogFeed deploymentLogs,
            ServiceStatusFeed serviceStatus,
            ServiceLogFeed serviceLogs,
            Tokens tokens,
            StreamConfig config,
            ObjectMapper json,
            Clock clock,
            MeterRegistry metrics) {
        this.deploymentStatus = deploymentStatus;
        this.deploymentLogs = deploymentLogs;
        this.serviceStatus = serviceStatus;
        this.serviceLogs = serviceLogs;
        this.tokens = tokens;
        this.config = config;
        this.json = json;
        this.clock = clock;
        metrics.gaugeCollectionSize("slipway_socket_clients", List.of(), sessions);
    }

    void register(@Observes Router router) {
        router.get(SocketPaths.DEPLOYMENT_STATUS).handler(request -> handle(request, deploymentStatus));
        router.get(SocketPaths.DEPLOYMENT_LOGS).handler(request -> handle(request, deploymentLogs));
        router.get(SocketPaths.SERVICE_STATUS).handler(request -> handle(request, serviceStatus));
        router.get(SocketPaths.SERVICE_LOGS).handler(request -> handle(request, serviceLogs));
    }

    void stop(@Observes ShutdownEvent event) {
        sessions.forEach(SocketSession::leave);
    }

    private void handle(RoutingContext request, SocketFeed feed) {
        if (!SocketPaths.isHandshake(request)) {
            upgradeRequired(request);
            return;
        }
        Context context = Objects.requireNonNull(Vertx.currentContext(), "requests run on a context");
        String token = Credentials.ofSocket(request.request()).orElse(null);
        SocketQuery query = new SocketQuery(request.queryParams());
        request.request()
                .toWebSocket()
                .onSuccess(peer -> {
                    RequestInFlight.done(request.request());
                    open(peer, request.request(), context, token, feed, query);
                })
                .onFailure(failure -> LOG.debugf(failure, "a handshake failed"));
    }

    private void open(
            ServerWebSocket peer,
            HttpServerRequest request,
            Context context,
            @Nullable String token,
            SocketFeed feed,
            SocketQuery query) {
        SocketSession[] self = new SocketSession[1];
        SocketSession session = new SocketSession(
                peer,
                new Socket(peer, context, json),
                context,
                tokens::recognise,
                config,
                clock,
                () -> Connections.cut(request),
                () -> sessions.remove(self[0]));
        self[0] = session;
        sessions.add(session);
        session.begin(token, feed, query);
    }

    private void upgradeRequired(RoutingContext request) {
        try {
            request.response()
                    .setStatusCode(UPGRADE_REQUIRED)
                    .putHeader(HttpHeaders.UPGRADE, "websocket")
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(json.writeValueAsString(ErrorBody.of(
                            UPGRADE_REQUIRED, "This path wants a WebSocket handshake", request.normalizedPath())));
        } catch (JsonProcessingException e) {
            request.fail(e);
        }
    }
}
