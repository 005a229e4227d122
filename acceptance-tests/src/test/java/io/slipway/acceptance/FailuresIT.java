package io.slipway.acceptance;

import static io.slipway.acceptance.support.Environment.httpProbe;
import static io.slipway.acceptance.support.Environment.webScript;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.acceptance.support.Environment;
import io.slipway.acceptance.support.GitRepository;
import io.slipway.acceptance.support.Json;
import io.slipway.acceptance.support.RunningPlatform;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each way in which a step fails: the state, the reason that its user reads, and that later stages do not start. */
class FailuresIT {

    private final RunningPlatform platform = RunningPlatform.get();

    private String failure(Environment environment, String service) {
        return platform.observer().failureOf(environment.id(), service);
    }

    private static String output(String json) {
        return "cat > /qovery-output/qovery-output.json <<'END'\n" + json + "\nEND";
    }

    @Test
    void shouldTellWhichCommandOfABuildFailed() throws Exception {
        String url = platform.repository(
                "failing-build", Map.of("Dockerfile", GitRepository.dockerfile("echo no luck && exit 3")));
        Environment environment = Environment.create(platform.api(), "failing-build");
        String app = environment.application("app", url, "/");

        assertThat(environment.run("deploy")).isEqualTo("BUILD_ERROR");

        assertThat(environment.serviceState(app)).isEqualTo("BUILD_ERROR");
        assertThat(failure(environment, app)).startsWith("BUILD_FAILED").contains("exit 3");
        // The log is written beside the results: what was said last may come after them.
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(platform.observer().all("deployment.log", environment.id()))
                        .anySatisfy(line -> assertThat(line.value()).contains("no luck")));
        environment.delete();
    }

    @Test
    void shouldKeepTheOldVersionWhenARolloutFails() {
        Environment environment = Environment.create(platform.api(), "failing-rollout");
        String web = environment.container("web", webScript(""));
        assertThat(environment.run("deploy")).isEqualTo("DEPLOYED");
        var before = platform.engine().idsByService(environment.id());
        platform.api()
                .put(
                        "/container/" + web,
                        Json.text(environment.containerBody("web", "echo going down; exit 7", httpProbe(1, 30))))
                .json(200);

        assertThat(environment.run("redeploy")).isEqualTo("DEPLOYMENT_ERROR");

        assertThat(failure(environment, web))
                .startsWith("CRASHED")
                .contains("7")
                .contains("going down");
        assertThat(platform.engine().idsByService(environment.id())).isEqualTo(before);
        environment.delete();
    }

    @Test
    void shouldNotStartALaterStageAfterAJobFailed() {
        Environment environment = Environment.create(platform.api(), "failing-job");
        String job = environment.job("job", Map.of("on_start", "echo broken; exit 4"), 0, 60);
        String web = environment.container("web", webScript(""));

        assertThat(environment.run("deploy")).isEqualTo("DEPLOYMENT_ERROR");

        assertThat(failure(environment, job)).startsWith("JOB_FAILED").contains("4");
        assertThat(environment.serviceState(web)).isEqualTo("READY");
        assertThat(platform.engine().idsByService(environment.id())).isEmpty();
        environment.delete();
    }

    @Test
    void shouldSayWhereAnOutputFileIsWrong() {
        Environment environment = Environment.create(platform.api(), "invalid-output");
        String job =
                environment.job("job", Map.of("on_start", output("{\"GOOD\": {\"value\": \"x\"}, \"BAD\": 5}")), 0, 60);

        assertThat(environment.run("deploy")).isEqualTo("DEPLOYMENT_ERROR");

        assertThat(failure(environment, job)).startsWith("INVALID_OUTPUT").contains("BAD");
        environment.delete();
    }

    @Test
    void shouldRefuseAnOutputFileOfTwoMebibytes() {
        Environment environment = Environment.create(platform.api(), "huge-output");
        String script = "(printf '{\"BIG\":{\"sensitive\":false,\"value\":\"';"
                + " head -c 2097152 /dev/zero | tr '\\0' x; printf '\"}}') > /qovery-output/qovery-output.json";
        String job = environment.job("job", Map.of("on_start", script), 0, 60);

        assertThat(environment.run("deploy")).isEqualTo("DEPLOYMENT_ERROR");

        assertThat(failure(environment, job)).startsWith("INVALID_OUTPUT").contains("1 MiB");
        environment.delete();
    }

    @Test
    void shouldKillAJobAfterItsMaximumDuration() {
        Environment environment = Environment.create(platform.api(), "slow-job");
        String job = environment.job("job", Map.of("on_start", "sleep 600"), 0, 2);

        assertThat(environment.run("deploy")).isEqualTo("DEPLOYMENT_ERROR");

        assertThat(failure(environment, job))
                .startsWith("MAX_DURATION_EXCEEDED")
                .contains("2");
        environment.delete();
    }

    @Test
    void shouldSucceedWhenAJobSucceedsAtItsSecondTry() {
        Environment environment = Environment.create(platform.api(), "second-try");
        String counter = environment.container(
                "counter",
                webScript(
                        "mkdir -p /tmp/www/cgi-bin; printf '#!/bin/sh\\nprintf \"Content-Type: text/plain\\\\r\\\\n\\\\r\\\\n\"\\n"
                                + "test -e /tmp/seen && echo second || echo first; touch /tmp/seen\\n'"
                                + " > /tmp/www/cgi-bin/turn; chmod +x /tmp/www/cgi-bin/turn;"));
        environment.attach(counter, "0.DEFAULT DATABASE");
        String job = environment.job(
                "job",
                Map.of(
                        "on_start",
                        "wget -q -O - http://counter:8080/cgi-bin/turn | grep second && "
                                + output("{\"TURN\": {\"sensitive\": false, \"value\": \"second\"}}")),
                1,
                60);
        String web = environment.container("web", webScript(""));

        assertThat(environment.run("deploy")).isEqualTo("DEPLOYED");

        assertThat(platform.observer().all("job.finished", environment.id()))
                .singleElement()
                .satisfies(seen -> assertThat(seen.json().get("tries").asInt()).isEqualTo(2));
        assertThat(environment.serviceState(job)).isEqualTo("DEPLOYED");
        assertThat(platform.engine().variables(environment.id(), web)).contains("TURN=second");
        environment.delete();
    }

    @Test
    void shouldRefuseSourcesThatLeadOutOfTheRepository() throws Exception {
        String url = platform.repository("traversal", Map.of("Dockerfile", GitRepository.dockerfile("true")));
        Environment environment = Environment.create(platform.api(), "traversal");
        var answer = environment
                .api()
                .post(
                        environment.path("/application"),
                        Json.text(Json.object(
                                "name",
                                "app",
                                "git_repository",
                                Json.object("url", url, "branch", "main", "root_path", "/../..", "provider", "GITHUB"),
                                "dockerfile_path",
                                "../../etc/passwd",
                                "healthchecks",
                                Map.of())));
        if (answer.status() == 201) {
            assertThat(environment.run("deploy")).isEqualTo("BUILD_ERROR");
            assertThat(failure(environment, answer.json().get("id").asText())).startsWith("INVALID_SOURCE");
        } else {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().get("message").asText())
                    .contains("root_path")
                    .contains("dockerfile_path");
        }
        environment.delete();
    }
}
