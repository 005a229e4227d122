package io.slipway.gateway.deployment;

import static io.restassured.RestAssured.given;
import static io.slipway.gateway.testing.Requests.application;
import static io.slipway.gateway.testing.Requests.container;
import static io.slipway.gateway.testing.Requests.newService;
import static io.slipway.gateway.testing.Requests.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.slipway.events.TopicCatalog;
import io.slipway.events.request.Action;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.request.Origin;
import io.slipway.events.request.ServiceVersion;
import io.slipway.gateway.testing.Api;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What git providers report, and what comes of it. */
@QuarkusTest
class GitWebhooksIT extends DeploymentTest {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String RENEW = "/organization/" + Api.ORGANIZATION + "/gitWebhook";
    private static String secret;

    @ParameterizedTest
    @ValueSource(strings = {"github", "gitlab", "bitbucket"})
    void shouldDeployWhatFollowsABranchThatIsPushed(String provider) {
        Repo repo = new Repo();
        String environment = Api.environment();
        String follower = newService(environment, "application", follower("app", repo, true));
        newService(environment, "application", follower("still", repo, false));
        newService(environment, "application", with(follower("next", repo, true), "git_repository", repo.at("next")));

        Response answer = report(provider, "push", repo.push(provider, "main", List.of("src/A.java")));

        answer.then().statusCode(202);
        DeployRequested request = published().last(TopicCatalog.DEPLOY_REQUESTED, environment, 1);
        assertThat(request.action()).isEqualTo(Action.DEPLOY);
        assertThat(request.serviceIds()).containsExactly(follower);
        assertThat(request.versions()).isEqualTo(Map.of(follower, new ServiceVersion(COMMIT, null)));
        assertThat(request.requestedBy().origin()).isEqualTo(Origin.GIT);
        assertThat(request.requestedBy().user()).isEqualTo("ann");
        assertThat(answer.jsonPath().getList("results.deployment_request_id")).containsExactly(request.requestId());
        assertThat(answer.jsonPath().getList("results.environment_id")).containsExactly(environment);
    }

    @Test
    void shouldRespectRestrictionsAndWhatIsStopped() {
        Repo repo = new Repo();
        String environment = Api.environment();
        String docs = newService(environment, "application", follower("docs", repo, true));
        String code = newService(environment, "application", follower("code", repo, true));
        restrict(docs, "MATCH", "docs/");
        restrict(code, "EXCLUDE", "docs/");

        report("github", "push", repo.push("github", "main", List.of("docs/a.md")))
                .then()
                .statusCode(202);
        assertThat(published()
                        .last(TopicCatalog.DEPLOY_REQUESTED, environment, 1)
                        .serviceIds())
                .containsExactly(docs);
        report("gitlab", "push", repo.push("gitlab", "main", List.of("src/A.java")))
                .then()
                .statusCode(202);
        assertThat(published()
                        .last(TopicCatalog.DEPLOY_REQUESTED, environment, 2)
                        .serviceIds())
                .containsExactly(code);

        Api.post("/application/" + docs + "/stop", Map.of()).then().statusCode(202);
        JsonPath stopped = report("github", "push", repo.push("github", "main", List.of("docs/b.md")))
                .then()
                .statusCode(202)
                .extract()
                .jsonPath();
        assertThat(stopped.getList("results")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"github", "gitlab", "bitbucket"})
    void shouldShowAPullRequestInAPreviewUntilItIsClosed(String provider) {
        Repo repo = new Repo();
        String project = Api.project();
        String origin = Api.environment(project);
        newService(origin, "application", follower("app", repo, false));
        newService(origin, "container", container("web"));

        report(provider, "opened", repo.pullRequest(provider, "opened", false))
                .then()
                .statusCode(202);

        JsonPath environments = json("/project/" + project + "/environment");
        String preview = environments.getString("results.find { it.mode == 'PREVIEW' }.id");
        assertThat(environments.getString("results.find { it.mode == 'PREVIEW' }.name"))
                .endsWith("-pr-7");
        JsonPath services = json("/environment/" + preview + "/services");
        assertThat(services.getList("results.name")).containsExactlyInAnyOrder("app", "web");
        assertThat(services.getString("results.find { it.name == 'app' }.git_repository.branch"))
                .isEqualTo("feature");
        assertThat(json("/environment/" + origin + "/application").getString("results[0].git_repository.branch"))
                .isEqualTo("main");
        DeployRequested deploy = published().last(TopicCatalog.DEPLOY_REQUESTED, preview, 1);
        assertThat(deploy.action()).isEqualTo(Action.DEPLOY);
        assertThat(deploy.environmentWide()).isTrue();

        report(provider, "updated", repo.pullRequest(provider, "updated", false))
                .then()
                .statusCode(202);
        assertThat(published().last(TopicCatalog.DEPLOY_REQUESTED, preview, 2).action())
                .isEqualTo(Action.DEPLOY);
        assertThat(json("/project/" + project + "/environment").getList("results"))
                .hasSize(2);

        report(provider, "closed", repo.pullRequest(provider, "closed", false))
                .then()
                .statusCode(202);
        assertThat(published().last(TopicCatalog.DEPLOY_REQUESTED, preview, 3).action())
                .isEqualTo(Action.DELETE);
        report(provider, "closed", repo.pullRequest(provider, "closed", false))
                .then()
                .statusCode(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"github", "gitlab", "bitbucket"})
    void shouldMakeNoPreviewOfAStrangersCode(String provider) {
        Repo repo = new Repo();
        String project = Api.project();
        newService(Api.environment(project), "application", follower("app", repo, false));

        report(provider, "opened", repo.pullRequest(provider, "opened", true))
                .then()
                .statusCode(202);

        assertThat(json("/project/" + project + "/environment").getList("results"))
                .hasSize(1);
    }

    @Test
    void shouldRefuseWhatNobodySigned() {
        String body = new Repo().push("github", "main", List.of("a"));
        String path = "/webhook/git/github/" + Api.ORGANIZATION;
        secret();

        given().body(body).post(path).then().statusCode(401);
        given().header("X-GitHub-Event", "push")
                .header("X-Hub-Signature-256", "sha256=" + "0".repeat(64))
                .body(body)
                .post(path)
                .then()
                .statusCode(401)
                .body("message", containsString("signature"));
        given().header("X-Gitlab-Event", "Push Hook")
                .header("X-Gitlab-Token", "wrong")
                .body(body)
                .post("/webhook/git/gitlab/" + Api.ORGANIZATION)
                .then()
                .statusCode(401);
        given().header("X-GitHub-Event", "push")
                .header("X-Hub-Signature-256", signature(body))
                .body(body)
                .post("/webhook/git/github/" + UUID.randomUUID())
                .then()
                .statusCode(401);
        given().body(body)
                .post("/webhook/git/sourcehut/" + Api.ORGANIZATION)
                .then()
                .statusCode(401);
        given().post(RENEW).then().statusCode(401);
        Api.post("/organization/" + UUID.randomUUID() + "/gitWebhook", Map.of())
                .then()
                .statusCode(404);
    }

    @Test
    void shouldSayWhatIsWrongWithAReportAndIgnoreWhatDoesNotMatter() {
        report("github", "push", "{").then().statusCode(400).body("message", containsString("'body'"));
        report("github", "push", "{\"ref\":\"refs/heads/main\"}")
                .then()
                .statusCode(400)
                .body("message", containsString("repository"));
        report("github", "ping", "{\"repository\":{\"clone_url\":\"https://git.example/a.git\"}}")
                .then()
                .statusCode(202);
        report(
                        "github",
                        "push",
                        "{\"ref\":\"refs/tags/v1\",\"after\":\"" + COMMIT
                                + "\",\"repository\":{\"clone_url\":\"https://git.example/a.git\"}}")
                .then()
                .statusCode(202);
    }

    private static Map<String, Object> follower(String name, Repo repo, boolean autoDeploy) {
        return with(application(name), "git_repository", repo.at("main"), "auto_deploy", autoDeploy);
    }

    private static void restrict(String application, String mode, String path) {
        Api.post(
                        "/application/" + application + "/deploymentRestriction",
                        Map.of("mode", mode, "type", "PATH", "value", path))
                .then()
                .statusCode(201);
    }

    private static Response report(String provider, String event, String body) {
        String path = "/webhook/git/" + provider + "/" + Api.ORGANIZATION;
        return switch (provider) {
            case "github" ->
                given().header("X-GitHub-Event", event.equals("push") || event.equals("ping") ? event : "pull_request")
                        .header("X-Hub-Signature-256", signature(body))
                        .body(body)
                        .post(path);
            case "gitlab" ->
                given().header("X-Gitlab-Event", event.equals("push") ? "Push Hook" : "Merge Request Hook")
                        .header("X-Gitlab-Token", secret())
                        .body(body)
                        .post(path);
            default ->
                given().header(
                                "X-Event-Key",
                                switch (event) {
                                    case "push" -> "repo:push";
                                    case "opened" -> "pullrequest:created";
                                    case "updated" -> "pullrequest:updated";
                                    default -> "pullrequest:fulfilled";
                                })
                        .header("X-Hub-Signature", signature(body))
                        .body(body)
                        .post(path);
        };
    }

    private static String secret() {
        if (secret == null) {
            secret = Api.post(RENEW, Map.of()).then().statusCode(201).extract().path("secret");
        }
        return secret;
    }

    private static String signature(String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A repository that no other test has, in the words of each provider. */
    private static final class Repo {

        private static final ObjectMapper JSON = new ObjectMapper();
        private final String url = "https://git.example/team/" + Api.unique("shop");

        Map<String, Object> at(String branch) {
            return Map.of("url", url + ".git", "provider", "GITHUB", "branch", branch);
        }

        String push(String provider, String branch, List<String> paths) {
            List<Map<String, Object>> commits =
                    List.of(Map.of("added", List.of(), "modified", paths, "removed", List.of()));
            return write(
                    switch (provider) {
                        case "github" ->
                            Map.of(
                                    "ref",
                                    "refs/heads/" + branch,
                                    "after",
                                    COMMIT,
                                    "forced",
                                    false,
                                    "commits",
                                    commits,
                                    "pusher",
                                    Map.of("name", "ann"),
                                    "repository",
                                    Map.of("clone_url", url + ".git", "default_branch", "main"));
                        case "gitlab" ->
                            Map.of(
                                    "object_kind",
                                    "push",
                                    "ref",
                                    "refs/heads/" + branch,
                                    "after",
                                    COMMIT,
                                    "commits",
                                    commits,
                                    "total_commits_count",
                                    1,
                                    "user_username",
                                    "ann",
                                    "project",
                                    Map.of("git_http_url", url + ".git", "default_branch", "main"));
                        default ->
                            Map.of(
                                    "push",
                                    Map.of(
                                            "changes",
                                            List.of(Map.of(
                                                    "new",
                                                    Map.of(
                                                            "type",
                                                            "branch",
                                                            "name",
                                                            branch,
                                                            "target",
                                                            Map.of("hash", COMMIT))))),
                                    "actor",
                                    Map.of("nickname", "ann"),
                                    "repository",
                                    Map.of("links", Map.of("html", Map.of("href", url))));
                    });
        }

        String pullRequest(String provider, String change, boolean foreign) {
            String source = foreign ? "stranger/shop" : "team/shop";
            return write(
                    switch (provider) {
                        case "github" ->
                            Map.of(
                                    "action",
                                    change.equals("updated") ? "synchronize" : change,
                                    "number",
                                    7,
                                    "pull_request",
                                    Map.of(
                                            "head",
                                            Map.of("ref", "feature", "repo", Map.of("full_name", source)),
                                            "base",
                                            Map.of("ref", "main", "repo", Map.of("full_name", "team/shop"))),
                                    "sender",
                                    Map.of("login", "ann"),
                                    "repository",
                                    Map.of("clone_url", url + ".git", "default_branch", "main"));
                        case "gitlab" ->
                            Map.of(
                                    "object_kind",
                                    "merge_request",
                                    "object_attributes",
                                    Map.of(
                                            "iid",
                                            7,
                                            "action",
                                            switch (change) {
                                                case "opened" -> "open";
                                                case "updated" -> "update";
                                                default -> "merge";
                                            },
                                            "oldrev",
                                            COMMIT,
                                            "source_branch",
                                            "feature",
                                            "target_branch",
                                            "main",
                                            "source_project_id",
                                            foreign ? 2 : 1,
                                            "target_project_id",
                                            1),
                                    "user",
                                    Map.of("username", "ann"),
                                    "project",
                                    Map.of("git_http_url", url + ".git", "default_branch", "main"));
                        default ->
                            Map.of(
                                    "pullrequest",
                                    Map.of(
                                            "id",
                                            7,
                                            "source",
                                            Map.of(
                                                    "branch",
                                                    Map.of("name", "feature"),
                                                    "repository",
                                                    Map.of("full_name", source)),
                                            "destination",
                                            Map.of(
                                                    "branch",
                                                    Map.of("name", "main"),
                                                    "repository",
                                                    Map.of("full_name", "team/shop"))),
                                    "actor",
                                    Map.of("nickname", "ann"),
                                    "repository",
                                    Map.of("links", Map.of("html", Map.of("href", url))));
                    });
        }

        private static String write(Map<String, ?> body) {
            try {
                return JSON.writeValueAsString(body);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
