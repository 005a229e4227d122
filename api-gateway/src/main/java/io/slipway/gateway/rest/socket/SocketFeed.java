package io.slipway.gateway.rest.socket;

import io.slipway.gateway.domain.token.ApiToken;
import io.smallrye.mutiny.Multi;

/** What is sent on the sockets of one path. */
interface SocketFeed {

    /**
     * Sends until the subscriber goes. A failure with an {@link io.slipway.gateway.app.error.ApiException} tells the client
     * that it need not come again, every other failure that it may.
     *
     * @param token who follows; it was valid a moment ago
     * @throws io.slipway.gateway.app.error.ApiException if the query makes no sense
     */
    Multi<Void> start(SocketQuery query, ApiToken token, Socket socket);
}
