package io.slipway.gateway.rest.socket;

import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.config.StreamConfig;
import io.slipway.gateway.domain.token.ApiToken;
import io.slipway.gateway.rest.deployment.Contract;
import io.slipway.gateway.rest.socket.Socket.CloseCode;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One client that follows something: from the handshake to the end of the socket. Everything happens on the event loop of
 * the handshake's context, so nothing here is locked.
 *
 * <p>At each beat the client is pinged and its token looked at anew: one that was revoked, or has expired, ends the
 * socket. So does a client that is not heard of for too long; what was done for it ends at once.
 */
final class SocketSession {

    private static final Logger LOG = Logger.getLogger(SocketSession.class);

    private final ServerWebSocket peer;
    private final Socket socket;
    private final Context context;
    private final Recognition tokens;
    private final StreamConfig config;
    private final Clock clock;
    private final Runnable cut;
    private final Runnable ended;
    private @Nullable Cancellable sending;
    private @Nullable Long beat;
    private @Nullable Long expiry;
    private Instant heard;
    private boolean over;

    SocketSession(
            ServerWebSocket peer,
            Socket socket,
            Context context,
            Recognition tokens,
            StreamConfig config,
            Clock clock,
            Runnable cut,
            Runnable ended) {
        this.peer = peer;
        this.socket = socket;
        this.context = context;
        this.tokens = tokens;
        this.config = config;
        this.clock = clock;
        this.cut = cut;
        this.ended = ended;
        this.heard = clock.instant();
    }

    /** Looks at the token, and then sends what the query asks for. */
    void begin(@Nullable String tokenText, SocketFeed feed, SocketQuery query) {
        peer.closeHandler(_ -> end());
        peer.exceptionHandler(failure -> LOG.debugf(failure, "a socket broke off"));
        // Clients have nothing to say; what they say shows that they are there.
        peer.frameHandler(_ -> heard = clock.instant());
        peer.pongHandler(_ -> heard = clock.instant());
        UUID organization = Contract.uuid(query.text("organization"));
        if (tokenText == null) {
            socket.close(CloseCode.NOT_AUTHENTICATED, "An API token is needed");
            return;
        }
        tokens.recognise(tokenText, organization)
                .subscribe()
                .with(
                        found -> context.runOnContext(_ -> found.ifPresentOrElse(
                                token -> follow(token, tokenText, organization, feed, query), this::tokenIsNotValid)),
                        failure -> {
                            LOG.error("a token cannot be checked", failure);
                            socket.close(CloseCode.TRY_AGAIN, "The API token cannot be checked at the moment");
                        });
    }

    /** The gateway stops. */
    void leave() {
        context.runOnContext(_ -> socket.close(CloseCode.TRY_AGAIN, "The gateway stops; come again"));
    }

    private void follow(
            ApiToken token, String tokenText, @Nullable UUID organization, SocketFeed feed, SocketQuery query) {
        if (over) {
            return;
        }
        long millis = config.heartbeat().toMillis();
        beat = context.owner().setPeriodic(millis, _ -> beat(tokenText, organization));
        if (token.expiresAt() != null) {
            long left = Duration.between(clock.instant(), token.expiresAt()).toMillis();
            expiry = context.owner().setTimer(Math.max(1, left + 1), _ -> tokenIsNotValid());
        }
        try {
            sending = feed.start(query, token, socket).subscribe().with(_ -> {}, this::failed, this::done);
        } catch (ApiException refusal) {
            failed(refusal);
        }
    }

    private void beat(String tokenText, @Nullable UUID organization) {
        if (heard.plus(config.patience()).isBefore(clock.instant())) {
            giveUp();
            return;
        }
        peer.writePing(Buffer.buffer("slipway"));
        tokens.recognise(tokenText, organization)
                .subscribe()
                .with(
                        found -> {
                            if (found.isEmpty()) {
                                tokenIsNotValid();
                            }
                        },
                        failure -> LOG.warnf("a token cannot be checked at the moment: %s", failure.getMessage()));
    }

    /**
     * Nobody is there any more, or nobody reads: then the client does not learn why the socket ends, nothing is kept for
     * it, and the connection does not wait until everything is sent.
     */
    private void giveUp() {
        socket.close(
                CloseCode.TRY_AGAIN,
                "Nothing was heard of the client for " + config.patience().toSeconds() + " s");
        end();
        context.owner().setTimer(config.heartbeat().toMillis(), _ -> cut.run());
    }

    private void tokenIsNotValid() {
        socket.close(CloseCode.NOT_AUTHENTICATED, "The API token is not valid");
    }

    private void failed(Throwable failure) {
        if (over) {
            return;
        }
        if (failure instanceof ApiException) {
            socket.close(CloseCode.NOT_ALLOWED, failure.getMessage());
        } else {
            LOG.warnf(failure, "a socket ends early: %s", peer.path());
            socket.close(CloseCode.TRY_AGAIN, "Something went wrong; come again");
        }
    }

    private void done() {
        socket.close(CloseCode.TRY_AGAIN, "There is no more at the moment; come again");
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        if (sending != null) {
            sending.cancel();
        }
        if (beat != null) {
            context.owner().cancelTimer(beat);
        }
        if (expiry != null) {
            context.owner().cancelTimer(expiry);
        }
        ended.run();
    }
}
