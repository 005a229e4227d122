package io.slipway.runtime.docker.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.spec.Probes.Check;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against an HTTP/2 server that is not ours. */
class GrpcProbeTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private int serve(io.vertx.core.Handler<HttpServerRequest> handler) throws Exception {
        HttpServer server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(handler);
        return server.listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS)
                .actualPort();
    }

    /** Answers as gRPC does: one length-prefixed message, then trailers. */
    private static void answer(HttpServerRequest request, byte... message) {
        Buffer body =
                Buffer.buffer().appendByte((byte) 0).appendInt(message.length).appendBytes(message);
        request.response()
                .putHeader("content-type", "application/grpc")
                .putTrailer("grpc-status", "0")
                .end(body);
    }

    private static ProbeResult probe(int port, @Nullable String service) {
        return GrpcProbe.probe("127.0.0.1", new Check.Grpc(port, service), TIMEOUT);
    }

    @Test
    void shouldSucceedWhenTheServerServes() throws Exception {
        int port = serve(request -> {
            boolean right = request.path().equals("/grpc.health.v1.Health/Check")
                    && "application/grpc".equals(request.getHeader("content-type"))
                    && "trailers".equals(request.getHeader("te"))
                    && request.method().name().equals("POST");
            answer(request, (byte) 8, (byte) (right ? 1 : 2));
        });

        assertThat(probe(port, null))
                .isEqualTo(new ProbeResult(true, "gRPC health check on port " + port + " answered SERVING"));
    }

    @Test
    void shouldAskForOneService() throws Exception {
        int port = serve(request -> request.bodyHandler(body -> answer(request, (byte) 8, (byte)
                (body.getString(7, body.length(), "UTF-8").equals("shop.Cart")
                                && body.getByte(5) == 10
                                && body.getByte(6) == 9
                        ? 1
                        : 2))));

        assertThat(probe(port, "shop.Cart").ok()).isTrue();
    }

    @Test
    void shouldFailWhenTheServerDoesNotServe() throws Exception {
        int port = serve(request -> answer(request, (byte) 8, (byte) 2));

        assertThat(probe(port, null))
                .isEqualTo(new ProbeResult(false, "gRPC health check on port " + port + " answered NOT_SERVING"));
    }

    @Test
    void shouldFailWhenTheStatusIsAbsent() throws Exception {
        int port = serve(GrpcProbeTest::answer);

        assertThat(probe(port, null).answer()).endsWith("answered UNKNOWN");
    }

    @Test
    void shouldFailWhenTheServerRefuses() throws Exception {
        int port = serve(request -> request.response()
                .putHeader("content-type", "application/grpc")
                .putHeader("grpc-status", "12")
                .end());

        assertThat(probe(port, null).answer()).endsWith("was refused");
        assertThat(probe(port, null).ok()).isFalse();
    }

    @Test
    void shouldFailWhenTheServerIsNoHttp2Server() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (var socket = server.accept()) {
                    socket.getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException _) {
                    // the probe has its answer
                }
            });

            assertThat(probe(server.getLocalPort(), null).ok()).isFalse();
        }
    }

    @Test
    void shouldFailWhenNothingAnswersInTime() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ProbeResult result =
                    GrpcProbe.probe("127.0.0.1", new Check.Grpc(silent.getLocalPort(), null), Duration.ofSeconds(1));

            assertThat(result.ok()).isFalse();
            assertThat(result.answer()).endsWith("got no answer within 1 s");
        }
    }

    @Test
    void shouldFailWhenNobodyListens() throws Exception {
        // Bound, so that nobody else gets the port meanwhile, but not listening.
        try (Socket reserved = new Socket()) {
            reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

            assertThat(probe(reserved.getLocalPort(), null).answer()).contains("got no answer");
        }
    }

    @Test
    void shouldRefuseANameThatIsTooLong() {
        assertThat(probe(1, "x".repeat(200)).answer()).contains("too long");
    }
}
