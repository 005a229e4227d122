package io.slipway.gateway.gitserver;

import io.slipway.gateway.app.catalog.GitTokenClient;
import io.slipway.gateway.domain.git.Provider;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Asks the server's interface for something that every valid token may at least be refused by name: whoever is not known
 * is told 401, whoever may not see it 403 or 404.
 *
 * @see <a href="https://docs.github.com/en/rest/users/users#get-the-authenticated-user">GitHub</a>
 * @see <a href="https://docs.gitlab.com/api/users/#retrieve-the-current-user">GitLab</a>
 * @see <a href="https://developer.atlassian.com/cloud/bitbucket/rest/api-group-repositories/">Bitbucket</a>
 */
@ApplicationScoped
class HttpGitTokenClient implements GitTokenClient {

    private static final Logger LOG = Logger.getLogger(HttpGitTokenClient.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int CONNECT_MILLIS = 5_000;
    private static final int UNAUTHORIZED = 401;

    private final HttpClient http;

    @Inject
    HttpGitTokenClient(Vertx vertx) {
        this.http = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS));
    }

    @Override
    public Uni<Boolean> accepts(Login login) {
        return question(login)
                .map(url -> status(url, login.token())
                        .map(status -> status != UNAUTHORIZED)
                        .onFailure()
                        .recoverWithItem(failure -> {
                            LOG.infof("the git server %s cannot be asked: %s", url, failure.getMessage());
                            return true;
                        }))
                .orElseGet(() -> Uni.createFrom().item(true));
    }

    /** Empty if a valid token could be refused as unknown: Bitbucket does that with those of a workspace. */
    private static Optional<String> question(Login login) {
        String api = login.server().apiUrl().replaceAll("/+$", "");
        if (login.type() != Provider.BITBUCKET) {
            return Optional.of(api + "/user");
        }
        return Optional.ofNullable(login.workspace())
                .filter(workspace -> !workspace.isBlank())
                .map(workspace -> api + "/repositories/" + URLEncoder.encode(workspace.strip(), StandardCharsets.UTF_8)
                        + "?pagelen=1");
    }

    /** Redirections are not followed: the token is for this server. */
    private Uni<Integer> status(String url, String token) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(url)
                .setTimeout(PATIENCE.toMillis())
                .setFollowRedirects(false)
                .putHeader(HttpHeaders.ACCEPT, "application/json")
                .putHeader(HttpHeaders.USER_AGENT, "slipway")
                .putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
        return Uni.createFrom()
                .completionStage(() -> http.request(request)
                        .compose(HttpClientRequest::send)
                        .compose(response -> response.end().map(response.statusCode()))
                        .toCompletionStage());
    }
}
