package io.slipway.runtime.kubernetes.build;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.events.EventJson;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.RegistryLogin;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Asks a registry which images it has. */
final class RegistryClient {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final String MANIFESTS = String.join(
            ", ",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json",
            "application/vnd.docker.distribution.manifest.list.v2+json");
    private static final Pattern PARAMETER = Pattern.compile("([a-zA-Z]+)=\"([^\"]*)\"");
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final boolean insecure;
    private final @Nullable RegistryLogin login;
    private final HttpClient http;

    /**
     * Asks with {@code login}.
     *
     * @param insecure whether the registry speaks plain http or has a certificate that nobody signed
     */
    RegistryClient(boolean insecure, @Nullable RegistryLogin login) {
        this.insecure = insecure;
        this.login = login;
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NORMAL);
        this.http = insecure ? builder.sslContext(trustingAll()).build() : builder.build();
    }

    /**
     * The digest of an image's manifest; empty if the registry does not have it.
     *
     * @throws StepException if the registry does not answer or refuses
     */
    Optional<String> digest(Reference reference) throws InterruptedException {
        String doing = "Looking for image " + reference.name() + ":" + reference.version();
        try {
            HttpResponse<Void> answer = ask(reference);
            return switch (answer.statusCode()) {
                case OK ->
                    Optional.of(
                            answer.headers().firstValue("Docker-Content-Digest").orElse(""));
                case NOT_FOUND -> Optional.empty();
                case UNAUTHORIZED, FORBIDDEN ->
                    throw new StepException(
                            Reason.RUNTIME_UNAVAILABLE,
                            doing + ": registry " + reference.host()
                                    + " does not accept Slipway's credentials (slipway.kubernetes.registry.username"
                                    + " and .password), or they are not enough");
                default ->
                    throw new StepException(
                            Reason.RUNTIME_UNAVAILABLE,
                            doing + ": registry " + reference.host() + " answers " + answer.statusCode());
            };
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new StepException(
                    Reason.RUNTIME_UNAVAILABLE,
                    doing + ": registry " + reference.host() + " does not answer: " + why,
                    e);
        }
    }

    private HttpResponse<Void> ask(Reference reference) throws IOException, InterruptedException {
        if (!insecure) {
            return ask("https", reference);
        }
        try {
            HttpResponse<Void> plain = ask("http", reference);
            // Servers that want TLS say so in this way.
            return plain.statusCode() == 400 ? ask("https", reference) : plain;
        } catch (IOException e) {
            try {
                return ask("https", reference);
            } catch (IOException _) {
                throw e;
            }
        }
    }

    private HttpResponse<Void> ask(String scheme, Reference reference) throws IOException, InterruptedException {
        URI manifest = URI.create(scheme + "://" + reference.host() + "/v2/" + reference.repository() + "/manifests/"
                + reference.version());
        HttpResponse<Void> answer = head(manifest, null);
        if (answer.statusCode() != UNAUTHORIZED) {
            return answer;
        }
        Optional<String> authorization = authorization(answer.headers().allValues("WWW-Authenticate"), reference);
        return authorization.isEmpty() ? answer : head(manifest, authorization.get());
    }

    private HttpResponse<Void> head(URI manifest, @Nullable String authorization)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(manifest)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .timeout(ANSWER)
                .header("Accept", MANIFESTS);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return http.send(request.build(), BodyHandlers.discarding());
    }

    /** What the registry wants to see, as far as it can be given. */
    private Optional<String> authorization(List<String> challenges, Reference reference)
            throws IOException, InterruptedException {
        for (String challenge : challenges) {
            String kind = challenge.split(" ", 2)[0].toLowerCase(Locale.ROOT);
            if (kind.equals("basic") && login != null) {
                return Optional.of(basic(login));
            }
            if (kind.equals("bearer")) {
                return token(challenge, reference).map(token -> "Bearer " + token);
            }
        }
        return Optional.empty();
    }

    private Optional<String> token(String challenge, Reference reference) throws IOException, InterruptedException {
        Map<String, String> parameters = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(challenge);
        while (matcher.find()) {
            parameters.put(matcher.group(1).toLowerCase(Locale.ROOT), matcher.group(2));
        }
        String realm = parameters.get("realm");
        if (realm == null) {
            return Optional.empty();
        }
        String scope = parameters.getOrDefault("scope", "repository:" + reference.repository() + ":pull");
        String query = "scope=" + encode(scope)
                + (parameters.containsKey("service") ? "&service=" + encode(parameters.get("service")) : "");
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(realm + (realm.contains("?") ? "&" : "?") + query))
                .timeout(ANSWER);
        if (login != null) {
            request.header("Authorization", basic(login));
        }
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() != OK) {
            return Optional.empty();
        }
        JsonNode body = EventJson.mapper().readTree(answer.body());
        String token = body.path("token").asText(body.path("access_token").asText(""));
        return token.isEmpty() ? Optional.empty() : Optional.of(token);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String basic(RegistryLogin login) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString((login.username() + ":" + login.password()).getBytes(StandardCharsets.UTF_8));
    }

    /** For registries that are said to be insecure, and for no others. */
    private static SSLContext trustingAll() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Extended, so that the name in the certificate is not looked at either. */
    private static final class TrustAll extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
