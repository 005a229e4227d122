package io.slipway.gateway.rest.security;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** Where sockets are. */
public final class SocketPaths {

    /** Statuses of deployments. */
    public static final String DEPLOYMENT_STATUS = "/deployment/status";

    /** Logs of deployments. */
    public static final String DEPLOYMENT_LOGS = "/deployment/logs";

    /** What runs. */
    public static final String SERVICE_STATUS = "/service/status";

    /** What it writes. */
    public static final String SERVICE_LOGS = "/service/logs";

    private static final Set<String> ALL = Set.of(DEPLOYMENT_STATUS, DEPLOYMENT_LOGS, SERVICE_STATUS, SERVICE_LOGS);

    private SocketPaths() {}

    /** Whether a request wants to become a socket. */
    public static boolean isHandshake(RoutingContext context) {
        return ALL.contains(context.normalizedPath())
                && context.request().headers().contains("Sec-WebSocket-Key")
                && "websocket".equalsIgnoreCase(context.request().getHeader(HttpHeaders.UPGRADE));
    }
}
