package io.slipway.gateway.rest.socket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The server's end of a socket: sends JSON texts, one at a time. */
final class Socket {

    /** A frame for close codes has so many bytes for the reason. */
    private static final int REASON_BYTES = 123;

    private final ServerWebSocket socket;
    private final Context context;
    private final ObjectMapper json;
    private @Nullable String last;

    Socket(ServerWebSocket socket, Context context, ObjectMapper json) {
        this.socket = socket;
        this.context = context;
        this.json = json;
    }

    /** Runs on the handshake's own context, where the database session lives; signals come from other threads. */
    Executor executor() {
        return task -> context.runOnContext(_ -> task.run());
    }

    /** Sends a frame. It is done when the network has taken it: whoever waits for that never has more than one to keep. */
    Uni<Void> send(Object frame) {
        return write(text(frame));
    }

    /** The same, but a frame that equals the one before is left out. */
    Uni<Void> sendIfNew(Object frame) {
        String text = text(frame);
        if (text.equals(last)) {
            return Uni.createFrom().voidItem();
        }
        last = text;
        return write(text);
    }

    /** Ends the socket and says why. */
    void close(CloseCode code, @Nullable String reason) {
        if (!socket.isClosed()) {
            socket.close(code.number(), shortened(Objects.requireNonNullElse(reason, "")));
        }
    }

    private Uni<Void> write(String text) {
        return Uni.createFrom()
                .completionStage(() -> socket.writeTextMessage(text).toCompletionStage());
    }

    private String text(Object frame) {
        try {
            return json.writeValueAsString(frame);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String shortened(String reason) {
        String text = reason;
        while (text.getBytes(StandardCharsets.UTF_8).length > REASON_BYTES) {
            text = text.substring(0, text.offsetByCodePoints(text.length(), -1));
        }
        return text;
    }

    /** Why a socket ends, in the numbers that clients act upon. */
    enum CloseCode {
        /** What is asked for does not exist or is somebody else's: no use to come again. */
        NOT_ALLOWED(1007),
        /** The token is missing, wrong or worthless now: no use to come again with it. */
        NOT_AUTHENTICATED(1008),
        /** Something is wrong here: come again. */
        TRY_AGAIN(1011);

        private final short number;

        CloseCode(int number) {
            this.number = (short) number;
        }

        short number() {
            return number;
        }
    }
}
