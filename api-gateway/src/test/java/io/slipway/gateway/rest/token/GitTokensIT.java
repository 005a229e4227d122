package io.slipway.gateway.rest.token;

import static io.slipway.gateway.testing.Api.delete;
import static io.slipway.gateway.testing.Api.get;
import static io.slipway.gateway.testing.Api.post;
import static io.slipway.gateway.testing.Api.put;
import static io.slipway.gateway.testing.Api.unique;
import static io.slipway.gateway.testing.Requests.application;
import static io.slipway.gateway.testing.Requests.lifecycleJob;
import static io.slipway.gateway.testing.Requests.newService;
import static io.slipway.gateway.testing.Requests.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.spec.ImageSource;
import io.slipway.events.spec.WebServiceSpec;
import io.slipway.gateway.testing.Api;
import io.slipway.gateway.testing.FakeGitServers;
import io.slipway.gateway.testing.GatewayResources;
import io.slipway.gateway.testing.SpecTopic;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(GatewayResources.class)
class GitTokensIT {

    private static final String TOKENS = "/organization/" + Api.ORGANIZATION + "/gitToken";

    @Test
    void shouldFetchARepositoryWithATokenThatIsNeverTold() {
        String secret = "git-secret-" + UUID.randomUUID();
        Map<String, Object> request = Map.of("name", unique("git"), "type", "GITHUB", "token", secret);
        Response made = post(TOKENS, request);
        String id = made.then()
                .statusCode(201)
                .body("type", equalTo("GITHUB"))
                .extract()
                .path("id");
        String environment = Api.environment();
        Map<String, Object> repository =
                Map.of("url", "https://github.com/team/private.git", "provider", "GITHUB", "git_token_id", id);
        String app = newService(environment, "application", with(application("app"), "git_repository", repository));

        get("/application/" + app).then().body("git_repository.git_token_id", equalTo(id));
        get(TOKENS + "/" + id).then().statusCode(200).body("associated_services_count", equalTo(1));
        get(TOKENS + "/" + id + "/associatedServices")
                .then()
                .statusCode(200)
                .body("results.service_id", contains(app))
                .body("results[0].service_type", equalTo("APPLICATION"));
        try (SpecTopic topic =
                new SpecTopic(ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class))) {
            ImageSource.Git source = source(topic.await(environment, 2));
            assertThat(source.credentials()).isNotNull();
            assertThat(source.credentials().username()).isEqualTo("x-access-token");
            assertThat(source.credentials().secret().secret()).isTrue();
            assertThat(topic.raw(environment)).doesNotContain(secret);

            // Another token of the same name: the environment's specification changes with it.
            put(TOKENS + "/" + id, with(request, "token", "other")).then().statusCode(200);
            assertThat(source(topic.await(environment, 3)).credentials())
                    .isNotNull()
                    .isNotEqualTo(source.credentials());
        }
        assertThat(made.asString() + get(TOKENS).asString()).doesNotContain(secret);

        delete(TOKENS + "/" + id).then().statusCode(409);
        put("/application/" + app, Map.of("healthchecks", Map.of(), "description", "kept"))
                .then()
                .statusCode(200)
                .body("git_repository.git_token_id", equalTo(id));
    }

    @Test
    void shouldListAndDeleteTokens() {
        String name = unique("git");
        String id = post(TOKENS, Map.of("name", name, "type", "BITBUCKET", "token", "x", "workspace", "team"))
                .then()
                .statusCode(201)
                .body("workspace", equalTo("team"))
                .extract()
                .path("id");
        get(TOKENS).then().statusCode(200).body("results.id", hasItem(id));

        post(TOKENS, Map.of("name", name, "type", "GITHUB", "token", "x"))
                .then()
                .statusCode(409);
        delete(TOKENS + "/" + id).then().statusCode(204);
        delete(TOKENS + "/" + id).then().statusCode(404);
        get(TOKENS + "/" + id).then().statusCode(404);
        put(TOKENS + "/" + id, Map.of("name", name, "type", "GITHUB", "token", "x"))
                .then()
                .statusCode(404);
    }

    @Test
    void shouldRefuseATokenThatItsServerDoesNotKnow() {
        String name = unique("git");
        Map<String, Object> unknown = Map.of("name", name, "type", "GITLAB", "token", FakeGitServers.UNKNOWN + "token");

        post(TOKENS, unknown)
                .then()
                .statusCode(400)
                .body("detail", containsString("'token' is refused by https://gitlab"));
        get(TOKENS).then().statusCode(200).body("results.name", not(hasItem(name)));

        String id = post(TOKENS, with(unknown, "token", "good"))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        put(TOKENS + "/" + id, with(unknown, "name", name + " 2")).then().statusCode(400);
        get(TOKENS + "/" + id).then().statusCode(200).body("name", equalTo(name));
    }

    @Test
    void shouldNameWhatIsWrong() {
        post(TOKENS, Map.of("type", "SVN", "expired_at", "never"))
                .then()
                .statusCode(400)
                .body("message", containsString("'name'"))
                .body("message", containsString("'type'"))
                .body("message", containsString("'token'"))
                .body("message", containsString("'expired_at'"));
        post(
                        "/environment/" + Api.environment() + "/application",
                        with(
                                application("app"),
                                "git_repository",
                                Map.of(
                                        "url",
                                        "https://git.example/a",
                                        "provider",
                                        "GITHUB",
                                        "git_token_id",
                                        UUID.randomUUID().toString())))
                .then()
                .statusCode(400)
                .body("message", containsString("'git_repository.git_token_id'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://git.example/team/a.git",
                "http://github.com/team/a.git",
                "ssh://git@github.com/team/a.git",
                "git@github.com:team/a.git",
                "https://github.com.git.example/team/a.git",
                "https://github.com@git.example/team/a.git",
                "https://git.example\\@github.com/team/a.git",
                "https://git.example#@github.com/team/a.git",
                "https://github.com:8443/team/a.git",
                "https://gitlab.com/team/a.git"
            })
    void shouldSendATokenToItsProviderOnly(String url) {
        String token = token("GITHUB");
        String environment = Api.environment();
        Map<String, Object> repository = Map.of("url", url, "provider", "GITHUB", "git_token_id", token);

        post("/environment/" + environment + "/application", with(application("app"), "git_repository", repository))
                .then()
                .statusCode(400)
                .body("message", containsString("'git_repository.url'"))
                .body("message", containsString("https://github.com/"));
        post(
                        "/environment/" + environment + "/job",
                        with(
                                lifecycleJob("job"),
                                "source",
                                Map.of(
                                        "docker",
                                        Map.of("git_repository", repository, "dockerfile_path", "Dockerfile"))))
                .then()
                .statusCode(400)
                .body("message", containsString("'source.docker.git_repository.url'"));
        String app = newService(environment, "application", application("app"));
        put("/application/" + app, Map.of("healthchecks", Map.of(), "git_repository", repository))
                .then()
                .statusCode(400)
                .body("message", containsString("'git_repository.url'"));
    }

    @Test
    void shouldTakeTheAddressesOfEachProvider() {
        String environment = Api.environment();
        Map.of(
                        "GITHUB", "https://GitHub.com:443/team/a",
                        "GITLAB", "https://gitlab.com/group/sub/a.git",
                        "BITBUCKET", "https://someone@bitbucket.org/team/a.git")
                .forEach((provider, url) -> newService(
                        environment,
                        "application",
                        with(
                                application(unique("app")),
                                "git_repository",
                                Map.of("url", url, "provider", provider, "git_token_id", token(provider)))));
    }

    @Test
    void shouldNotBecomeAnotherProvidersTokenWhileServicesUseIt() {
        String id = token("GITHUB");
        newService(
                Api.environment(),
                "application",
                with(
                        application("app"),
                        "git_repository",
                        Map.of("url", "https://github.com/team/a", "provider", "GITHUB", "git_token_id", id)));

        put(TOKENS + "/" + id, Map.of("name", unique("git"), "type", "GITLAB", "token", "x"))
                .then()
                .statusCode(400)
                .body("message", containsString("'type'"))
                .body("message", containsString("'app'"));
    }

    @Test
    void shouldSendTheTokenOfAServerOfOnesOwnThereOnly() {
        Map<String, Object> request = Map.of(
                "name", unique("git"), "type", "GITLAB", "token", "x", "git_api_url", "https://git.example/api/v4");
        String id = post(TOKENS, request)
                .then()
                .statusCode(201)
                .body("git_api_url", equalTo("https://git.example/api/v4"))
                .extract()
                .path("id");
        get(TOKENS + "/" + id).then().body("git_api_url", equalTo("https://git.example/api/v4"));
        String environment = Api.environment();
        Map<String, Object> repository = Map.of("provider", "GITLAB", "git_token_id", id);
        newService(
                environment,
                "application",
                with(
                        application("there"),
                        "git_repository",
                        with(repository, "url", "https://git.example/team/a.git")));

        post(
                        "/environment/" + environment + "/application",
                        with(
                                application("elsewhere"),
                                "git_repository",
                                with(repository, "url", "https://gitlab.com/team/a.git")))
                .then()
                .statusCode(400)
                .body("message", containsString("https://git.example/"));
        put(TOKENS + "/" + id, Map.of("name", unique("git"), "type", "GITLAB", "token", "x"))
                .then()
                .statusCode(400)
                .body("message", containsString("'there'"));
        try (SpecTopic topic =
                new SpecTopic(ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class))) {
            ImageSource.Credentials credentials =
                    source(topic.await(environment, 2)).credentials();
            assertThat(credentials).isNotNull();
            assertThat(credentials.username()).isEqualTo("oauth2");
        }
    }

    @Test
    void shouldTellWhereATokenIsFor() {
        get(TOKENS + "/" + token("GITHUB")).then().body("git_api_url", equalTo("https://api.github.com"));
        post(TOKENS, Map.of("name", unique("git"), "type", "GITLAB", "token", "x", "git_api_url", "http://git.example"))
                .then()
                .statusCode(400)
                .body("message", containsString("'git_api_url'"));
    }

    private static String token(String type) {
        return post(TOKENS, Map.of("name", unique("git"), "type", type, "token", "x"))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static ImageSource.Git source(List<EnvironmentSpec> specs) {
        return ((WebServiceSpec.Application) specs.getLast().services().getFirst()).source();
    }
}
