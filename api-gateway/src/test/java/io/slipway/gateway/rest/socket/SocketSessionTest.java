package io.slipway.gateway.rest.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.gateway.config.StreamConfig;
import io.slipway.gateway.domain.token.ApiToken;
import io.slipway.gateway.domain.token.Role;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that read slowly, or not at all, or vanish without a word, on real connections. */
class SocketSessionTest {

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration HEARTBEAT = Duration.ofMillis(100);
    private static final Duration SHORT = Duration.ofMillis(600);
    /** For clients that do answer: they may be slow to do so, as others use the same processor. */
    private static final Duration LONG = Duration.ofSeconds(3);

    private static final int PING = 9;
    private static final int CLOSE = 8;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();
    private volatile Duration patience = SHORT;
    private volatile SocketFeed feed = (_, _, _) -> Multi.createFrom().nothing();

    private final HttpServer server = vertx.createHttpServer()
            .requestHandler(request -> request.toWebSocket().onSuccess(peer -> open(request, peer)))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldLetGoOfAClientThatReadsNothingHoweverMuchWaitsForIt() throws IOException {
        feed = endless();
        try (Client client = new Client()) {
            await().atMost(SOON).until(() -> begun.get() > 0);
            await().atMost(SOON).until(() -> sessions.get() == 0);
            assertThat(cancelled).hasValue(1);
            assertThat(begun.get() - sent.get()).as("frames in memory").isLessThanOrEqualTo(1);
            // The connection goes, too, although nobody takes what is on its way.
            await().atMost(SOON).until(client::isReset);
        }
    }

    @Test
    void shouldLetGoOfAClientThatDoesNotAnswerPings() throws IOException {
        try (Client client = new Client()) {
            client.readInBackground(false);
            await().atMost(SOON).until(() -> opened.get() == 1);
            await().atMost(SOON).until(() -> sessions.get() == 0);
            assertThat(cancelled).hasValue(1);
            await().atMost(SOON).until(() -> client.frames.contains(CLOSE));
            assertThat(client.code).isEqualTo(1011);
        }
    }

    @Test
    void shouldStayWithAClientThatAnswersPings() throws IOException {
        patience = LONG;
        long pings = LONG.plus(SHORT).dividedBy(HEARTBEAT);
        try (Client client = new Client()) {
            client.readInBackground(true);
            await().atMost(SOON)
                    .until(() -> client.frames.stream()
                                    .filter(frame -> frame == PING)
                                    .count()
                            >= pings);
            assertThat(sessions).hasValue(1);
        }
        await().atMost(SOON).until(() -> sessions.get() == 0);
        assertThat(cancelled).hasValue(1);
    }

    @Test
    void shouldServeOthersWhileOneReadsNothing() throws IOException {
        feed = endless();
        try (Client slow = new Client()) {
            await().atMost(SOON).until(() -> begun.get() > 0);
            AtomicInteger served = new AtomicInteger();
            patience = LONG;
            feed = (_, _, socket) -> repeat(() -> socket.send("x".repeat(1000)).invoke(served::incrementAndGet));
            try (Client fast = new Client()) {
                fast.readInBackground(true);
                await().atMost(SOON).until(() -> served.get() > 1_000);
            }
            assertThat(slow.frames).isEmpty();
        }
    }

    private SocketFeed endless() {
        return (_, _, socket) -> repeat(() -> {
            begun.incrementAndGet();
            return socket.send("x".repeat(100_000)).invoke(sent::incrementAndGet);
        });
    }

    private static Multi<Void> repeat(java.util.function.Supplier<Uni<Void>> step) {
        return Multi.createBy()
                .repeating()
                .uni(() -> step.get().replaceWith(true))
                .indefinitely()
                .filter(_ -> false)
                .map(_ -> null);
    }

    private void open(HttpServerRequest request, ServerWebSocket peer) {
        sessions.incrementAndGet();
        opened.incrementAndGet();
        SocketFeed present = feed;
        SocketFeed counted = (query, token, socket) ->
                present.start(query, token, socket).onCancellation().invoke(cancelled::incrementAndGet);
        var context = vertx.getOrCreateContext();
        new SocketSession(
                        peer,
                        new Socket(peer, context, new ObjectMapper()),
                        context,
                        (_, _) -> Uni.createFrom().item(Optional.of(token())),
                        new Impatient(patience),
                        Clock.systemUTC(),
                        () -> Connections.cut(request),
                        sessions::decrementAndGet)
                .begin("token", counted, new SocketQuery(io.vertx.core.MultiMap.caseInsensitiveMultiMap()));
    }

    private static ApiToken token() {
        Instant now = Instant.now();
        return new ApiToken(
                UUID.randomUUID(), UUID.randomUUID(), "test", null, "test", now, now, null, Role.VIEWER, null);
    }

    /** Some seconds at most. */
    private record Impatient(Duration patience) implements StreamConfig {

        @Override
        public Duration heartbeat() {
            return HEARTBEAT;
        }

        @Override
        public Duration logRenewal() {
            return Duration.ofSeconds(20);
        }
    }

    /** A client that does only what a test wants. */
    private final class Client implements AutoCloseable {

        private final List<Integer> frames = new CopyOnWriteArrayList<>();
        private final java.net.Socket connection = new java.net.Socket();
        private final DataInputStream in;
        private volatile int code;

        private Client() throws IOException {
            connection.setReceiveBufferSize(4096);
            connection.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.actualPort()));
            in = new DataInputStream(connection.getInputStream());
            connection
                    .getOutputStream()
                    .write(String.join(
                                    "\r\n",
                                    "GET / HTTP/1.1",
                                    "Host: localhost",
                                    "Upgrade: websocket",
                                    "Connection: Upgrade",
                                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                                    "Sec-WebSocket-Version: 13",
                                    "",
                                    "")
                            .getBytes(StandardCharsets.US_ASCII));
            StringBuilder head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                head.append((char) in.readUnsignedByte());
            }
            assertThat(head.toString()).startsWith("HTTP/1.1 101");
        }

        /** Whether the server has given the connection up: what is sent then is answered by a reset. */
        private boolean isReset() {
            try {
                // An unsolicited pong of no length, masked.
                connection.getOutputStream().write(new byte[] {(byte) 0x8a, (byte) 0x80, 0, 0, 0, 0});
                return false;
            } catch (IOException _) {
                return true;
            }
        }

        private void readInBackground(boolean answering) {
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        read(answering);
                    }
                } catch (IOException _) {
                    // it is over
                }
            });
        }

        private void read(boolean answering) throws IOException {
            int kind = in.readUnsignedByte() & 0x0f;
            long length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            byte[] content = in.readNBytes((int) length);
            if (content.length < length) {
                throw new EOFException();
            }
            if (kind == CLOSE) {
                code = ((content[0] & 0xff) << 8) | (content[1] & 0xff);
            }
            frames.add(kind);
            if (kind == PING && answering) {
                isReset();
            }
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }
}
