package io.slipway.runtime.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import io.slipway.runtime.kubernetes.client.Cluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An API server in this process, which keeps objects and does what clusters do on their worse days. */
public final class MockCluster implements AutoCloseable {

    private final Faulty server = new Faulty();
    private final KubernetesMockServer mock;
    private final Cluster cluster;

    /** Begins; {@code settings} as for {@link TestConfig}. */
    public MockCluster(Map<String, String> settings) {
        mock = new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), server, false);
        mock.init();
        cluster = new Cluster("", mock.createClient(), TestConfig.of(settings));
    }

    public Cluster cluster() {
        return cluster;
    }

    public KubernetesClient client() {
        return cluster.client();
    }

    /** Ends all watches; the next {@code count} ones are told that what they ask for is history. */
    public void loseHistory(int count) {
        server.gone.set(count);
        server.watches.forEach(watch -> watch.close(1000, "bye"));
        server.watches.clear();
    }

    /** The next {@code count} changes are refused because somebody else was faster. */
    public void conflict(int count) {
        server.conflicts.set(count);
    }

    /** Refuses requests for this kind of objects, for example {@code events}. */
    public void refuse(String kind) {
        server.refusedKind = "/" + kind;
    }

    /** From now on every answer takes this long. */
    public void slow(Duration delay) {
        server.delayMillis = delay.toMillis();
    }

    /** How many watches are open. This cluster tells them nothing of what was before. */
    public int watches() {
        return server.watches.size();
    }

    /** How many watches were refused. */
    public int refusedWatches() {
        return server.refused.get();
    }

    @Override
    public void close() {
        cluster.close();
        mock.destroy();
    }

    private static final class Faulty extends KubernetesCrudDispatcher {

        private final AtomicInteger gone = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();
        private final AtomicInteger conflicts = new AtomicInteger();
        private final List<WebSocket> watches = new CopyOnWriteArrayList<>();
        private volatile long delayMillis;
        private volatile String refusedKind = "";

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            String path = request.getPath().replaceFirst("\\?.*$", "");
            if (!refusedKind.isEmpty() && path.endsWith(refusedKind)) {
                return status(403, "Forbidden", "you may not");
            }
            MockResponse response = super.dispatch(understood(request));
            return delayMillis == 0 ? response : response.setBodyDelay(delayMillis, TimeUnit.MILLISECONDS);
        }

        /** The mock server itself does not know what an event is about, and would find none. */
        private static RecordedRequest understood(RecordedRequest request) {
            String path = request.getPath().replaceAll("fieldSelector=involvedObject[^&]*&?", "");
            return path.equals(request.getPath())
                    ? request
                    : new RecordedRequest("HTTP/1.1", request.method(), path, request.getHeaders(), request.getBody());
        }

        @Override
        public MockResponse handleWatch(String path) {
            if (gone.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                refused.incrementAndGet();
                return status(410, "Expired", "too old resource version");
            }
            MockResponse response = super.handleWatch(path);
            WebSocketListener listener = response.getWebSocketListener();
            return listener == null ? response : response.withWebSocketUpgrade(new Remembering(listener));
        }

        /** The mock server itself does not know server-side apply. */
        @Override
        public MockResponse handlePatch(RecordedRequest request) {
            String type = String.valueOf(request.getHeader("Content-Type"));
            if (conflicts.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return status(409, "Conflict", "the object has been modified");
            }
            if (!type.contains("apply-patch")) {
                return super.handlePatch(request);
            }
            String path = request.getPath().replaceFirst("\\?.*$", "");
            boolean there = handleGet(path).code() == 200;
            String target = there ? path : path.substring(0, path.lastIndexOf('/'));
            RecordedRequest plain = new RecordedRequest(
                    "HTTP/1.1",
                    there ? HttpMethod.PUT : HttpMethod.POST,
                    target,
                    request.getHeaders(),
                    request.getBody());
            return there ? handleUpdate(plain) : handleCreate(plain);
        }

        private static MockResponse status(int code, String reason, String message) {
            return new MockResponse()
                    .setResponseCode(code)
                    .setHeader("Content-Type", "application/json")
                    .setBody("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":" + code
                            + ",\"reason\":\"" + reason + "\",\"message\":\"" + message + "\"}");
        }

        /** Keeps the connections of watches. */
        private final class Remembering extends WebSocketListener {

            private final WebSocketListener listener;

            private Remembering(WebSocketListener listener) {
                this.listener = listener;
            }

            @Override
            public void onOpen(WebSocket socket, io.fabric8.mockwebserver.http.Response response) {
                watches.add(socket);
                listener.onOpen(socket, response);
            }

            @Override
            public void onMessage(WebSocket socket, String text) {
                listener.onMessage(socket, text);
            }

            @Override
            public void onClosing(WebSocket socket, int code, String reason) {
                watches.remove(socket);
                listener.onClosing(socket, code, reason);
            }

            @Override
            public void onClosed(WebSocket socket, int code, String reason) {
                watches.remove(socket);
                listener.onClosed(socket, code, reason);
            }
        }
    }
}
