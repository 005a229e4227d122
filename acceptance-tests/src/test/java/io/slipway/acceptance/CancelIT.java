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

/** Cancelling in each phase. */
class CancelIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final RunningPlatform platform = RunningPlatform.get();

    private static void cancel(Environment environment, boolean force) {
        environment
                .api()
                .post(environment.path("/cancelDeployment"), Json.text(Json.object("force_cancel", force)))
                .json(202);
    }

    @Test
    void shouldStopABuild() throws Exception {
        String url = platform.repository("slow-build", Map.of("Dockerfile", GitRepository.dockerfile("sleep 600")));
        Environment environment = Environment.create(platform.api(), "cancel-build");
        String app = environment.application("app", url, "/");
        environment.ask("deploy");
        environment.awaitService(app, "BUILDING");

        cancel(environment, false);

        assertThat(environment.awaitEnd()).isEqualTo("CANCELED");
        assertThat(environment.serviceState(app)).isEqualTo("CANCELED");
        environment.delete();
    }

    @Test
    void shouldRollAWorkloadBackToItsPreviousVersion() {
        Environment environment = Environment.create(platform.api(), "cancel-rollout");
        String web = environment.container("web", webScript(""));
        assertThat(environment.run("deploy")).isEqualTo("DEPLOYED");
        var before = platform.engine().idsByService(environment.id());
        platform.api()
                .put("/container/" + web, Json.text(environment.containerBody("web", "sleep 600", httpProbe(10, 60))))
                .json(200);
        environment.ask("redeploy");
        await().atMost(PATIENCE)
                .until(() -> platform.engine().running(environment.id(), web).size() == 2);

        cancel(environment, false);

        assertThat(environment.awaitEnd()).isEqualTo("CANCELED");
        assertThat(platform.engine().idsByService(environment.id())).isEqualTo(before);
        environment.delete();
    }

    @Test
    void shouldLeaveARunningJobUnlessForced() {
        Environment environment = Environment.create(platform.api(), "cancel-job");
        String job = environment.job("job", Map.of("on_start", "sleep 600"), 0, 0);
        String web = environment.container("web", webScript(""));
        environment.ask("deploy");
        await().atMost(PATIENCE)
                .until(() -> platform.engine().running(environment.id(), job).size() == 1);

        cancel(environment, false);
        await().atMost(PATIENCE).until(() -> environment.state().equals("CANCELING"));
        assertThat(platform.engine().running(environment.id(), job)).hasSize(1);
        cancel(environment, true);

        assertThat(environment.awaitEnd()).isEqualTo("CANCELED");
        assertThat(platform.engine().running(environment.id(), job)).isEmpty();
        assertThat(environment.serviceState(web)).isEqualTo("READY");
        environment.delete();
    }

    @Test
    void shouldTakeAQueuedRequestOutOfTheQueue() {
        Environment environment = Environment.create(platform.api(), "cancel-queued");
        String slow = environment.container("slow", "sleep 600", httpProbe(10, 60));
        environment.ask("deploy");
        environment.awaitService(slow, "DEPLOYING");
        environment.ask("stop");
        String queued = await().atMost(PATIENCE)
                .until(
                        () -> platform.api()
                                .get(environment.path("/deploymentQueue"))
                                .json(200)
                                .at("/results/0/identifier/deployment_request_id")
                                .asText(),
                        id -> !id.isEmpty());

        assertThat(platform.api()
                        .post("/deploymentQueue/" + queued + "/cancelDeployment", "{}")
                        .status())
                .isBetween(200, 204);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(platform.api()
                                .get(environment.path("/deploymentQueue"))
                                .json(200)
                                .get("results"))
                        .isEmpty());
        cancel(environment, false);

        assertThat(environment.awaitEnd()).isEqualTo("CANCELED");
        assertThat(platform.observer().orderOf(environment.id(), "STOPPING")).isEmpty();
        environment.delete();
    }
}
