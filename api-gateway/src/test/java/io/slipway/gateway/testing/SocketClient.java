package io.slipway.gateway.testing;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client of the gateway's sockets: a plain one, as consoles and command lines have it. */
public final class SocketClient implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** The texts that came, in their order. */
    public final List<String> frames = new CopyOnWriteArrayList<>();

    private final WebSocket socket;
    private volatile boolean reads = true;
    private volatile int code;
    private volatile String reason = "";

    private SocketClient(String path, Consumer<WebSocket.Builder> credentials, boolean reads) {
        this.reads = reads;
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        credentials.accept(builder);
        socket = builder.buildAsync(URI.create("ws://localhost:" + RestAssured.port + path), new Frames())
                .join();
    }

    /** With the test's token in the header. */
    public static SocketClient open(String path) {
        return withHeader(path, "Token " + GatewayResources.TOKEN);
    }

    /** With these credentials in the header {@code Authorization}, if any. */
    public static SocketClient withHeader(String path, @Nullable String authorization) {
        return new SocketClient(
                path,
                builder -> {
                    if (authorization != null) {
                        builder.header("Authorization", authorization);
                    }
                },
                true);
    }

    /** As browsers do it: with a token among the subprotocols. */
    public static SocketClient withSubprotocol(String path, String token) {
        return new SocketClient(path, builder -> builder.subprotocols("v1", "auth.bearer." + token), true);
    }

    /** One that reads nothing until it is told to. */
    public static SocketClient thatDoesNotRead(String path) {
        return new SocketClient(
                path, builder -> builder.header("Authorization", "Token " + GatewayResources.TOKEN), false);
    }

    /** Begins to read. */
    public void read() {
        reads = true;
        socket.request(1);
    }

    /** The subprotocol that the server chose; empty if none. */
    public String subprotocol() {
        return socket.getSubprotocol();
    }

    /** The code with which the server closed the socket; 0 while it is open. */
    public int code() {
        return code;
    }

    /** Why the server closed the socket. */
    public String reason() {
        return reason;
    }

    /** The newest frame. */
    public JsonPath last() {
        return JsonPath.from(frames.getLast());
    }

    /** What is at {@code path} in each frame. */
    public List<String> each(String path) {
        return frames.stream()
                .map(frame -> JsonPath.from(frame).getString(path))
                .toList();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Frames implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public void onOpen(WebSocket opened) {
            if (reads) {
                opened.request(1);
            }
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                frames.add(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String why) {
            reason = why;
            code = status;
            return null;
        }
    }
}
