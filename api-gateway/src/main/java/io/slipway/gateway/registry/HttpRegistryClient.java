package io.slipway.gateway.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.gateway.app.catalog.RegistryClient;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.domain.catalog.Registry.Kind;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Speaks the distribution protocol: asks, and if that is refused asks again with a token from where the refusal says that
 * there are some, or with the user name and password themselves.
 */
@ApplicationScoped
class HttpRegistryClient implements RegistryClient {

    private static final Logger LOG = Logger.getLogger(HttpRegistryClient.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int CONNECT_MILLIS = 5_000;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int MAX_IMAGES = 20;
    private static final Pattern PARAMETER = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    /** Those whose password is the password of the protocol; the others have keys to get one with. */
    private static final Set<Kind> PLAIN = EnumSet.of(
            Kind.DOCKER_HUB, Kind.GITHUB_CR, Kind.GITHUB_ENTERPRISE_CR, Kind.GITLAB_CR, Kind.DOCR, Kind.GENERIC_CR);

    private final HttpClient http;
    private final ObjectMapper json;

    @Inject
    HttpRegistryClient(Vertx vertx, ObjectMapper json) {
        this.http = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS));
        this.json = json;
    }

    @Override
    public Uni<Boolean> accepts(Login login) {
        if (!PLAIN.contains(login.kind()) || login.password() == null) {
            return Uni.createFrom().item(true);
        }
        return get(login, "/v2/", "")
                .map(answer -> answer.status() != UNAUTHORIZED && answer.status() != FORBIDDEN)
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.infof("the registry %s cannot be asked: %s", login.url(), failure.getMessage());
                    return true;
                });
    }

    @Override
    public Uni<List<Image>> images(Login login, @Nullable String image, @Nullable String search) {
        Uni<List<String>> names = image != null
                ? Uni.createFrom().item(List.of(image))
                : get(login, "/v2/_catalog?n=1000", "registry:catalog:*")
                        .map(answer -> texts(login, answer, "repositories").stream()
                                .filter(name -> search == null || name.contains(search))
                                .limit(MAX_IMAGES)
                                .toList());
        return names.chain(chosen -> Multi.createFrom()
                        .iterable(chosen)
                        .onItem()
                        .transformToUniAndConcatenate(name -> tags(login, name))
                        .filter(found -> !found.tags().isEmpty())
                        .collect()
                        .asList())
                .onFailure(failure -> !(failure instanceof ApiException))
                .transform(failure -> new ApiException.Conflict(
                        "The registry " + login.url() + " cannot be asked: " + failure.getMessage()));
    }

    private Uni<Image> tags(Login login, String image) {
        String name =
                prefix(login) + (login.kind() == Kind.DOCKER_HUB && !image.contains("/") ? "library/" : "") + image;
        return get(login, "/v2/" + name + "/tags/list", "repository:" + name + ":pull")
                .map(answer ->
                        new Image(image, answer.status() == NOT_FOUND ? List.of() : texts(login, answer, "tags")));
    }

    private Uni<Answer> get(Login login, String path, String scope) {
        String url = origin(login) + path;
        return send(url, null).chain(first -> {
            String challenge = first.challenge();
            if (first.status() != UNAUTHORIZED || challenge == null) {
                return Uni.createFrom().item(first);
            }
            if (challenge.regionMatches(true, 0, "Basic", 0, "Basic".length())) {
                return login.password() == null ? Uni.createFrom().item(first) : send(url, basic(login));
            }
            return token(login, challenge, scope)
                    .chain(token -> token.isEmpty() ? Uni.createFrom().item(first) : send(url, "Bearer " + token));
        });
    }

    /** Empty if it is refused. */
    private Uni<String> token(Login login, String challenge, String scope) {
        String realm = parameter(challenge, "realm");
        String service = parameter(challenge, "service");
        String wanted = scope.isEmpty() ? parameter(challenge, "scope") : scope;
        if (!realm.startsWith("https://") && !realm.startsWith("http://")) {
            return Uni.createFrom().item("");
        }
        String url = realm + (realm.contains("?") ? "&" : "?") + "service=" + encoded(service)
                + (wanted.isEmpty() ? "" : "&scope=" + encoded(wanted));
        return send(url, login.password() == null ? null : basic(login)).map(answer -> {
            if (answer.status() != 200) {
                return "";
            }
            JsonNode body = read(login, answer);
            return body.path("token").asText(body.path("access_token").asText(""));
        });
    }

    private Uni<Answer> send(String url, @Nullable String authorization) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(url)
                .setTimeout(PATIENCE.toMillis())
                .setFollowRedirects(false)
                .putHeader(HttpHeaders.ACCEPT, "application/json");
        if (authorization != null) {
            request.putHeader(HttpHeaders.AUTHORIZATION, authorization);
        }
        return Uni.createFrom()
                .completionStage(() -> http.request(request)
                        .compose(io.vertx.core.http.HttpClientRequest::send)
                        .compose(response -> response.body()
                                .map(body -> new Answer(
                                        response.statusCode(), response.getHeader("WWW-Authenticate"), body)))
                        .toCompletionStage());
    }

    private List<String> texts(Login login, Answer answer, String member) {
        if (answer.status() != 200) {
            throw new ApiException.Conflict("The registry " + login.url() + " answered " + answer.status());
        }
        List<String> texts = new ArrayList<>();
        read(login, answer).path(member).forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private JsonNode read(Login login, Answer answer) {
        try {
            return json.readTree(answer.body().getBytes());
        } catch (JsonProcessingException e) {
            throw new ApiException.Conflict("The registry " + login.url() + " answered with something that is no JSON");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String origin(Login login) {
        if (login.kind() == Kind.DOCKER_HUB) {
            return "https://registry-1.docker.io";
        }
        URI url = URI.create(login.url());
        return url.getScheme() + "://" + url.getRawAuthority();
    }

    /** What stands before the names of images: the path of the registry's address. */
    private static String prefix(Login login) {
        String path = URI.create(login.url()).getPath();
        String trimmed = path == null ? "" : path.replaceAll("^/+|/+$", "");
        return trimmed.isEmpty() ? "" : trimmed + "/";
    }

    private static String basic(Login login) {
        String text = login.username() + ":" + (login.password() == null ? "" : login.password());
        return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String parameter(String challenge, String name) {
        Matcher parameters = PARAMETER.matcher(challenge);
        while (parameters.find()) {
            if (parameters.group(1).equals(name)) {
                return parameters.group(2);
            }
        }
        return "";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private record Answer(int status, @Nullable String challenge, Buffer body) {}
}
