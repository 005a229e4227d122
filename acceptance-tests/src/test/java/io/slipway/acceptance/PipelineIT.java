package io.slipway.acceptance;

import static io.slipway.acceptance.support.Environment.httpProbe;
import static io.slipway.acceptance.support.Environment.webScript;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.acceptance.support.Environment;
import io.slipway.acceptance.support.GitRepository;
import io.slipway.acceptance.support.Json;
import io.slipway.acceptance.support.RunningPlatform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Stages, permits, order, and what a second deployment changes. */
class PipelineIT {

    private final RunningPlatform platform = RunningPlatform.get();

    @Test
    void shouldNeverHaveMoreThanFourBuildsAndFourDeploysAtOnceAndReachFour() throws Exception {
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 0; i < 6; i++) {
            files.put("app-" + i + "/Dockerfile", GitRepository.dockerfile("echo " + System.nanoTime() + i));
        }
        String url = platform.repository("permits", files);
        Environment environment = Environment.create(platform.api(), "permits");
        for (int i = 0; i < 6; i++) {
            environment.application("app-" + i, url, "/app-" + i);
        }

        assertThat(environment.run("deploy")).isEqualTo("DEPLOYED");

        assertThat(platform.observer().mostAtOnce(environment.id(), "BUILDING")).isEqualTo(4);
        assertThat(platform.observer().mostAtOnce(environment.id(), "DEPLOYING"))
                .isEqualTo(4);
        environment.delete();
    }

    @Test
    void shouldDeployStagesInOrderAndStopAndDeleteThemInReverse() {
        Environment environment = Environment.create(platform.api(), "order");
        List<String> services = environment.containers("c", 3);
        environment.attach(services.get(0), "first");
        environment.attach(services.get(1), "second");
        environment.attach(services.get(2), "third");

        assertThat(environment.run("deploy")).isEqualTo("DEPLOYED");
        assertThat(environment.run("stop")).isEqualTo("STOPPED");
        assertThat(platform.engine().idsByService(environment.id())).isEmpty();
        assertThat(environment.run("deploy")).isEqualTo("DEPLOYED");
        environment.delete();

        assertThat(platform.observer().orderOf(environment.id(), "DEPLOYED")).isEqualTo(services);
        assertThat(platform.observer().orderOf(environment.id(), "STOPPED")).isEqualTo(services.reversed());
        assertThat(platform.observer().orderOf(environment.id(), "DELETED")).isEqualTo(services.reversed());
        assertThat(platform.engine().containers(environment.id())).isEmpty();
        assertThat(platform.engine().volumes(environment.id())).isEmpty();
    }

    @Test
    void shouldDeployTwoEnvironmentsAtOnce() {
        Environment one = Environment.create(platform.api(), "one");
        Environment two = Environment.create(platform.api(), "two");
        one.containers("a", 2);
        two.containers("b", 2);

        one.ask("deploy");
        two.ask("deploy");

        assertThat(one.awaitEnd()).isEqualTo("DEPLOYED");
        assertThat(two.awaitEnd()).isEqualTo("DEPLOYED");
        one.delete();
        two.delete();
    }

    @Test
    void shouldLeaveContainersAloneThatHaveNoDifferences() {
        Environment environment = Environment.create(platform.api(), "unchanged");
        String same = environment.container("same", webScript(""));
        String other = environment.container("other", webScript(""));
        assertThat(environment.run("deploy")).isEqualTo("DEPLOYED");
        Map<String, List<String>> before = platform.engine().idsByService(environment.id());

        assertThat(environment.run("redeploy")).isEqualTo("DEPLOYED");
        assertThat(platform.engine().idsByService(environment.id())).isEqualTo(before);

        Map<String, Object> changed = environment.containerBody("other", webScript("true;"), httpProbe(1, 30));
        platform.api().put("/container/" + other, Json.text(changed)).json(200);
        assertThat(environment.run("redeploy")).isEqualTo("DEPLOYED");
        Map<String, List<String>> after = platform.engine().idsByService(environment.id());
        assertThat(after.get(same)).isEqualTo(before.get(same));
        assertThat(after.get(other)).hasSize(1).doesNotContainAnyElementsOf(before.get(other));
        environment.delete();
    }

    @Test
    void shouldSkipWhatIsSkippedAndDeleteItAllTheSame() {
        Environment environment = Environment.create(platform.api(), "skipped");
        List<String> services = environment.containers("s", 2);
        String stage = platform.api()
                .get("/service/" + services.get(0) + "/deploymentStage")
                .json(200)
                .get("id")
                .asText();
        platform.api()
                .put("/deploymentStage/" + stage + "/service/" + services.get(0), "{\"is_skipped\":true}")
                .json(200);

        assertThat(environment.run("deploy")).isEqualTo("DEPLOYED");

        assertThat(platform.engine().idsByService(environment.id())).containsOnlyKeys(services.get(1));
        assertThat(environment.serviceState(services.get(0))).isEqualTo("READY");
        environment.delete();
    }
}
