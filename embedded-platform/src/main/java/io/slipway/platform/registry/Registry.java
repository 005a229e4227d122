package io.slipway.platform.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A registry that speaks the OCI distribution protocol, over https or plain http, with or without a login. Every call has
 * a timeout.
 */
public final class Registry {

    static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
    static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
    private static final String ACCEPTED = String.join(
            ",",
            OCI_INDEX,
            OCI_MANIFEST,
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.docker.distribution.manifest.v2+json");
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration TRANSFER_TIMEOUT = Duration.ofMinutes(10);
    private static final int MAX_REDIRECTS = 5;
    private static final Pattern CHALLENGE_FIELD = Pattern.compile("([a-z]+)=\"([^\"]*)\"");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String host;
    private final String base;
    private final Optional<Login> login;
    private final HttpClient http;
    private final Map<String, String> authorizations = new ConcurrentHashMap<>();

    /**
     * A registry.
     *
     * @param plain whether it speaks plain http
     */
    public Registry(String host, boolean plain, Optional<Login> login) {
        this.host = host;
        this.base = (plain ? "http://" : "https://")
                + (host.equals(ImageName.PUBLIC_REGISTRY) ? "registry-1.docker.io" : host);
        this.login = login;
        this.http = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * The registry at {@code host}: over https, or over plain http if that is what its port speaks.
     *
     * @throws RegistryException if it answers neither way
     */
    public static Registry find(String host, Optional<Login> login) {
        // A port speaks one of the two and is quick to refuse plain http, but not always to refuse https.
        boolean plainFirst = host.indexOf(':') > 0 && !host.endsWith(":443");
        Registry first = new Registry(host, plainFirst, login);
        Optional<String> obstacle = first.obstacle();
        if (obstacle.isEmpty()) {
            return first;
        }
        Registry second = new Registry(host, !plainFirst, login);
        Optional<String> other = second.obstacle();
        if (other.isEmpty()) {
            return second;
        }
        throw new RegistryException("No registry answers at " + host + ": by " + first.scheme() + " " + obstacle.get()
                + "; by " + second.scheme() + " " + other.get());
    }

    private String scheme() {
        return isPlain() ? "http" : "https";
    }

    /** Host and port. */
    public String host() {
        return host;
    }

    /** Whether it speaks plain http. */
    public boolean isPlain() {
        return base.startsWith("http:");
    }

    /** Why it does not answer; empty if it does. */
    public Optional<String> obstacle() {
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create(base + "/v2/"))
                            .timeout(CONNECT_TIMEOUT)
                            .build(),
                    BodyHandlers.ofString());
            return response.statusCode() == 200 || response.statusCode() == 401
                    ? Optional.empty()
                    : Optional.of("it answers " + response.statusCode());
        } catch (IOException e) {
            return Optional.of(e.getMessage() == null ? "it does not answer" : e.getMessage());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Whether it has {@code version} of {@code repository}. */
    public boolean has(String repository, String version) {
        HttpRequest.Builder request = request("/v2/" + repository + "/manifests/" + version)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .header("Accept", ACCEPTED);
        HttpResponse<Void> response = send(request, repository, "pull", BodyHandlers.discarding());
        if (response.statusCode() == 200) {
            return true;
        }
        if (response.statusCode() == 404) {
            return false;
        }
        throw unexpected("look for " + repository + ":" + version, response.statusCode(), "");
    }

    /** The tags of {@code repository}; none if there is no such. */
    public List<String> tags(String repository) {
        HttpResponse<String> response =
                send(request("/v2/" + repository + "/tags/list").GET(), repository, "pull", BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            return List.of();
        }
        try {
            return JSON.readTree(response.body())
                    .path("tags")
                    .valueStream()
                    .map(JsonNode::asText)
                    .toList();
        } catch (IOException e) {
            throw new RegistryException(host + " sent a list of tags that is not JSON", e);
        }
    }

    /** A manifest with its media type. */
    record Manifest(String mediaType, String text) {}

    /** The manifest of {@code version}; empty if there is none, or nobody may see it. */
    Optional<Manifest> manifest(String repository, String version) {
        HttpResponse<String> response = send(
                request("/v2/" + repository + "/manifests/" + version).GET().header("Accept", ACCEPTED),
                repository,
                "pull",
                BodyHandlers.ofString());
        return switch (response.statusCode()) {
            case 200 ->
                Optional.of(new Manifest(
                        response.headers().firstValue("Content-Type").orElse(OCI_MANIFEST), response.body()));
            case 401, 403, 404 -> Optional.empty();
            default -> throw unexpected("read " + repository + ":" + version, response.statusCode(), response.body());
        };
    }

    void putManifest(String repository, String version, Manifest manifest) {
        HttpResponse<String> response = send(
                request("/v2/" + repository + "/manifests/" + version)
                        .PUT(HttpRequest.BodyPublishers.ofString(manifest.text()))
                        .header("Content-Type", manifest.mediaType()),
                repository,
                "pull,push",
                BodyHandlers.ofString());
        if (response.statusCode() != 201) {
            throw unexpected("write " + repository + ":" + version, response.statusCode(), response.body());
        }
    }

    boolean hasBlob(String repository, String digest) {
        HttpRequest.Builder request =
                request("/v2/" + repository + "/blobs/" + digest).method("HEAD", HttpRequest.BodyPublishers.noBody());
        return send(request, repository, "pull,push", BodyHandlers.discarding()).statusCode() == 200;
    }

    /** Writes a blob to {@code target}. */
    void blob(String repository, String digest, Path target) {
        HttpResponse<InputStream> response = send(
                request("/v2/" + repository + "/blobs/" + digest)
                        .timeout(TRANSFER_TIMEOUT)
                        .GET(),
                repository,
                "pull",
                BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                throw unexpected("read a part of " + repository, response.statusCode(), "");
            }
            Files.copy(body, target);
        } catch (IOException e) {
            throw new RegistryException(host + " broke off while it was sending a part of " + repository, e);
        }
    }

    /** Uploads {@code content} unless the registry has it. */
    void putBlob(String repository, String digest, Path content) {
        if (hasBlob(repository, digest)) {
            return;
        }
        HttpResponse<String> begun = send(
                request("/v2/" + repository + "/blobs/uploads/").POST(HttpRequest.BodyPublishers.noBody()),
                repository,
                "pull,push",
                BodyHandlers.ofString());
        if (begun.statusCode() != 202) {
            throw unexpected("write to " + repository, begun.statusCode(), begun.body());
        }
        String location = begun.headers()
                .firstValue("Location")
                .orElseThrow(() -> new RegistryException(host + " does not say where to upload to"));
        URI place = URI.create(base).resolve(location);
        String separator = place.getRawQuery() == null ? "?" : "&";
        URI target = URI.create(place + separator + "digest=" + URLEncoder.encode(digest, StandardCharsets.UTF_8));
        try {
            HttpResponse<String> response = send(
                    HttpRequest.newBuilder(target)
                            .timeout(TRANSFER_TIMEOUT)
                            .header("Content-Type", "application/octet-stream")
                            .PUT(HttpRequest.BodyPublishers.ofFile(content)),
                    repository,
                    "pull,push",
                    BodyHandlers.ofString());
            if (response.statusCode() != 201) {
                throw unexpected("write to " + repository, response.statusCode(), response.body());
            }
        } catch (FileNotFoundException e) {
            throw new RegistryException("Cannot read " + content, e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWER_TIMEOUT);
    }

    /** Sends a request, with a login if the registry asks for one, and follows redirects without it. */
    private <T> HttpResponse<T> send(
            HttpRequest.Builder request, String repository, String rights, BodyHandler<T> handler) {
        String scope = "repository:" + repository + ":" + rights;
        try {
            @Nullable String known = authorizations.get(scope);
            if (known != null) {
                request.setHeader("Authorization", known);
            }
            HttpResponse<T> response = http.send(request.build(), handler);
            if (response.statusCode() == 401) {
                Optional<String> authorization = authorization(response, scope);
                if (authorization.isPresent()) {
                    authorizations.put(scope, authorization.get());
                    response = http.send(
                            request.setHeader("Authorization", authorization.get())
                                    .build(),
                            handler);
                }
            }
            for (int i = 0; i < MAX_REDIRECTS && response.statusCode() >= 301 && response.statusCode() <= 308; i++) {
                URI place = response.uri()
                        .resolve(response.headers().firstValue("Location").orElse(""));
                // Where it sends us gets no password of ours.
                response = http.send(
                        HttpRequest.newBuilder(place).timeout(TRANSFER_TIMEOUT).build(), handler);
            }
            return response;
        } catch (IOException e) {
            throw new RegistryException(
                    host + " does not answer: "
                            + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private <T> Optional<String> authorization(HttpResponse<T> refusal, String scope)
            throws IOException, InterruptedException {
        List<String> challenges = refusal.headers().allValues("WWW-Authenticate");
        for (String challenge : challenges) {
            if (challenge.regionMatches(true, 0, "Bearer ", 0, 7)) {
                return token(challenge, scope);
            }
        }
        return login.map(Login::header);
    }

    private Optional<String> token(String challenge, String scope) throws IOException, InterruptedException {
        Map<String, String> fields = new HashMap<>();
        Matcher field = CHALLENGE_FIELD.matcher(challenge);
        while (field.find()) {
            fields.put(field.group(1), field.group(2));
        }
        @Nullable String realm = fields.get("realm");
        if (realm == null) {
            return Optional.empty();
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(realm
                        + (realm.indexOf('?') < 0 ? "?" : "&") + "service="
                        + URLEncoder.encode(fields.getOrDefault("service", ""), StandardCharsets.UTF_8)
                        + "&scope=" + URLEncoder.encode(scope, StandardCharsets.UTF_8)))
                .timeout(ANSWER_TIMEOUT);
        login.ifPresent(known -> request.header("Authorization", known.header()));
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            return Optional.empty();
        }
        JsonNode answer = JSON.readTree(response.body());
        String token = answer.path("token").asText(answer.path("access_token").asText());
        return token.isEmpty() ? Optional.empty() : Optional.of("Bearer " + token);
    }

    private RegistryException unexpected(String what, int status, String body) {
        String hint = switch (status) {
            case 401, 403 -> ": a login is missing or not enough";
            default ->
                body.isBlank() ? "" : ": " + body.strip().lines().findFirst().orElse("");
        };
        return new RegistryException(host + " answers " + status + " when asked to " + what + hint);
    }

    private static RegistryException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new RegistryException("Interrupted while a registry was being asked", e);
    }
}
