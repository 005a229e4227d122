package io.slipway.platform.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** A registry in memory, over plain http on a free port of this machine; open, or with a login in one of the two ways. */
public final class FakeRegistry implements AutoCloseable {

    /** How it asks for a login. */
    public enum Access {
        OPEN,
        BASIC,
        TOKEN
    }

    private static final String LOGIN = new Login("somebody", "pass:word").header();

    private final HttpServer server;
    private final Access access;
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
    private final Map<String, String> types = new ConcurrentHashMap<>();
    private volatile boolean redirecting;

    private FakeRegistry(Access access) throws IOException {
        this.access = access;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public static FakeRegistry start() throws IOException {
        return new FakeRegistry(Access.OPEN);
    }

    static FakeRegistry start(Access access) throws IOException {
        return new FakeRegistry(access);
    }

    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on blobs are elsewhere, where nobody may come with a login. */
    void redirectBlobs() {
        redirecting = true;
    }

    String add(byte[] blob) {
        String digest = digest(blob);
        blobs.put(digest, blob);
        return digest;
    }

    void add(String repository, String version, String type, String manifest) {
        byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
        for (String name : new String[] {version, digest(bytes)}) {
            manifests.put(repository + " " + name, bytes);
            types.put(repository + " " + name, type);
        }
    }

    /** Manifests by repository and version or digest. */
    public Map<String, String> manifests() {
        Map<String, String> all = new TreeMap<>();
        manifests.forEach((name, bytes) -> all.put(name, new String(bytes, StandardCharsets.UTF_8)));
        return all;
    }

    byte[] blob(String digest) {
        return blobs.get(digest);
    }

    static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void serve(HttpExchange call) throws IOException {
        try (call) {
            String path = call.getRequestURI().getPath();
            byte[] body = call.getRequestBody().readAllBytes();
            if (path.equals("/token")) {
                boolean known = LOGIN.equals(call.getRequestHeaders().getFirst("Authorization"));
                answer(call, known ? 200 : 401, "{\"token\":\"t\"}".getBytes(StandardCharsets.UTF_8));
            } else if (path.startsWith("/elsewhere/")) {
                boolean loggedIn = call.getRequestHeaders().containsKey("Authorization");
                byte[] blob = blobs.get(path.substring("/elsewhere/".length()));
                answer(call, loggedIn ? 400 : 200, blob);
            } else if (!isAllowed(call)) {
                String challenge = access == Access.BASIC
                        ? "Basic realm=\"registry\""
                        : "Bearer realm=\"http://" + host() + "/token\",service=\"fake\"";
                call.getResponseHeaders().add("WWW-Authenticate", challenge);
                answer(call, 401, new byte[0]);
            } else if (path.equals("/v2/")) {
                answer(call, 200, new byte[0]);
            } else if (path.contains("/manifests/")) {
                manifest(call, path, body);
            } else {
                blob(call, path, body);
            }
        }
    }

    private boolean isAllowed(HttpExchange call) {
        String given = call.getRequestHeaders().getFirst("Authorization");
        return switch (access) {
            case OPEN -> true;
            case BASIC -> LOGIN.equals(given);
            case TOKEN -> "Bearer t".equals(given);
        };
    }

    private void manifest(HttpExchange call, String path, byte[] body) throws IOException {
        int at = path.indexOf("/manifests/");
        String repository = path.substring("/v2/".length(), at);
        String version = path.substring(at + "/manifests/".length());
        String name = repository + " " + version;
        if (call.getRequestMethod().equals("PUT")) {
            add(
                    repository,
                    version,
                    call.getRequestHeaders().getFirst("Content-Type"),
                    new String(body, StandardCharsets.UTF_8));
            answer(call, 201, new byte[0]);
        } else if (manifests.containsKey(name)) {
            call.getResponseHeaders().add("Content-Type", types.get(name));
            call.getResponseHeaders().add("Docker-Content-Digest", digest(manifests.get(name)));
            answer(call, 200, manifests.get(name));
        } else {
            answer(call, 404, "{}".getBytes(StandardCharsets.UTF_8));
        }
    }

    private void blob(HttpExchange call, String path, byte[] body) throws IOException {
        String name = path.substring(path.lastIndexOf('/') + 1);
        switch (call.getRequestMethod()) {
            case "POST" -> {
                call.getResponseHeaders().add("Location", path + "1?state=a");
                answer(call, 202, new byte[0]);
            }
            case "PUT" -> {
                String query = call.getRequestURI().getQuery();
                boolean right = query.equals("state=a&digest=" + digest(body));
                if (right) {
                    add(body);
                }
                answer(call, right ? 201 : 400, new byte[0]);
            }
            default -> {
                if (!blobs.containsKey(name)) {
                    answer(call, 404, new byte[0]);
                } else if (redirecting && call.getRequestMethod().equals("GET")) {
                    call.getResponseHeaders().add("Location", "/elsewhere/" + name);
                    answer(call, 307, new byte[0]);
                } else {
                    answer(call, 200, blobs.get(name));
                }
            }
        }
    }

    private static void answer(HttpExchange call, int status, byte[] body) throws IOException {
        boolean empty = call.getRequestMethod().equals("HEAD") || body.length == 0;
        call.sendResponseHeaders(status, empty ? -1 : body.length);
        if (!empty) {
            call.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
