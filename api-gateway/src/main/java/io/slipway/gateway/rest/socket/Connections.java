package io.slipway.gateway.rest.socket;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import org.jboss.logging.Logger;

/**
 * Ends connections that nobody reads from. Closing in an orderly way waits until everything is sent, which never happens
 * there; the server's public interface has no other way, hence the class that is not part of it. Without it such a
 * connection would last until the server's idle timeout.
 */
final class Connections {

    private static final Logger LOG = Logger.getLogger(Connections.class);

    private Connections() {}

    /** Ends the connection of a request at once, whatever waits to be sent. */
    static void cut(HttpServerRequest request) {
        if (request.connection() instanceof ConnectionBase connection) {
            // The channel's own close would be orderly, too.
            var _ = connection.channelHandlerContext().close();
        } else {
            LOG.debug("a connection is left to its idle timeout");
        }
    }
}
