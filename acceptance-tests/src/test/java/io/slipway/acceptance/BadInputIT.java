package io.slipway.acceptance;

import static io.slipway.acceptance.support.Environment.webScript;
import static io.slipway.acceptance.support.Json.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.acceptance.support.Api;
import io.slipway.acceptance.support.Environment;
import io.slipway.acceptance.support.Json;
import io.slipway.acceptance.support.RunningPlatform;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What people and attackers send by REST. */
class BadInputIT {

    private final RunningPlatform platform = RunningPlatform.get();

    @Test
    void shouldAnswerBodiesThatAreNoJsonWith400() {
        Environment environment = Environment.create(platform.api(), "no-json");
        for (String body : List.of("hello", "{\"name\":", "[1,2]", "\"text\"", "{\"name\":{\"a\":1}}", "\u0000")) {
            Api.Answer answer = platform.api().post(environment.path("/container"), body);
            assertThat(answer.status())
                    .as("answer to %s: %s", body, answer.text())
                    .isEqualTo(400);
            assertThat(answer.json().get("message").asText()).isNotBlank();
        }
        assertThat(platform.api().get(environment.path("/container")).json(200).get("results"))
                .isEmpty();
        environment.delete();
    }

    @Test
    void shouldNameEveryFieldThatIsWrong() {
        Environment environment = Environment.create(platform.api(), "fields");
        Map<String, Object> body = environment.containerBody("web", webScript(""), Map.of());
        body.put("cpu", "much");
        body.put("memory", -1);
        body.remove("tag");

        Api.Answer answer = platform.api().post(environment.path("/container"), Json.text(body));

        assertThat(answer.json(400).get("message").asText()).contains("cpu", "memory", "tag");
        environment.delete();
    }

    @Test
    void shouldDeployServicesWhateverTheyAreCalled() {
        Environment environment = Environment.create(platform.api(), "hostile '; DROP TABLE environment; --");
        List<String> names = List.of("../../etc/passwd", "$(reboot)", "naïve 名前 🚢", "a\"b'c", "x".repeat(100));
        int accepted = 0;
        for (String name : names) {
            Api.Answer answer = platform.api()
                    .post(
                            environment.path("/container"),
                            Json.text(environment.containerBody(name, webScript(""), Environment.httpProbe(1, 30))));
            assertThat(answer.status()).as(answer.text()).isIn(201, 400);
            accepted += answer.status() == 201 ? 1 : 0;
        }

        if (accepted > 0) {
            assertThat(environment.run("deploy")).isEqualTo("DEPLOYED");
            assertThat(platform.engine().idsByService(environment.id())).hasSize(accepted);
        }
        environment.delete();
    }

    @Test
    void shouldAnswer404ToUnknownIdsAnd401WithoutAToken() {
        String unknown = UUID.randomUUID().toString();
        for (String path : List.of(
                "/environment/" + unknown,
                "/environment/" + unknown + "/status",
                "/container/" + unknown,
                "/application/" + unknown,
                "/job/" + unknown,
                "/database/" + unknown,
                "/deploymentStage/" + unknown)) {
            assertThat(platform.api().get(path).status()).as(path).isEqualTo(404);
        }
        Api stranger = new Api(platform.gatewayUrl(), "slipway_wrong");
        for (String path : List.of("/organization", "/environment/" + unknown, "/q/openapi", "/q/metrics")) {
            assertThat(stranger.get(path).status()).as(path).isEqualTo(401);
        }
        assertThat(stranger.get("/q/health/ready").status()).isEqualTo(200);
    }

    @Test
    void shouldSayWhyAnActionCannotRun() {
        Environment environment = Environment.create(platform.api(), "conflict");
        environment.containers("c", 1);
        Api.Answer cancel =
                platform.api().post(environment.path("/cancelDeployment"), Json.text(object("force_cancel", false)));
        assertThat(cancel.status()).isEqualTo(409);
        assertThat(cancel.json().get("detail").asText()).isNotBlank();
        assertThat(environment.run("deploy")).isEqualTo("DEPLOYED");
        assertThat(environment.run("stop")).isEqualTo("STOPPED");
        assertThat(platform.api().post(environment.path("/stop")).status()).isEqualTo(409);
        environment.delete();
    }
}
