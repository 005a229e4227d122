package io.slipway.acceptance;

import static io.slipway.acceptance.support.Environment.webScript;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.acceptance.support.Environment;
import io.slipway.acceptance.support.GitRepository;
import io.slipway.acceptance.support.RunningPlatform;
import io.slipway.platform.stack.Component;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every process is killed while a deployment runs and is started again: the deployment reaches its end, and nothing was
 * made twice.
 */
@Isolated
@Execution(ExecutionMode.SAME_THREAD)
class CrashIT {

    private final RunningPlatform platform = RunningPlatform.get();

    @ParameterizedTest
    @EnumSource(Component.class)
    void shouldReachTheEndAfterTheProcessIsKilled(Component component) throws Exception {
        Environment environment = Environment.create(platform.api(), "crash-" + component.label());
        String job = environment.job(
                "job",
                Map.of(
                        "on_start",
                        "sleep 2; echo '{\"FROM_JOB\":{\"sensitive\":false,\"value\":\"yes\"}}'"
                                + " > /qovery-output/qovery-output.json"),
                0,
                60);
        List<String> containers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            containers.add(environment.container("c-" + i, webScript("sleep 1;")));
        }
        Map<String, String> files = new LinkedHashMap<>();
        files.put("Dockerfile", GitRepository.dockerfile("sleep 1 && echo " + System.nanoTime()));
        String app = environment.application(
                "app", platform.repository("crash-" + component.label() + System.nanoTime(), files), "/");
        environment.ask("deploy");
        killAt(component, environment, job, containers, app);

        platform.killAndStart(component);

        assertThat(environment.awaitEnd()).isEqualTo("DEPLOYED");
        Map<String, List<String>> running = platform.engine().idsByService(environment.id());
        List<String> web = new ArrayList<>(containers);
        web.add(app);
        assertThat(running).containsOnlyKeys(web.toArray(String[]::new));
        assertThat(running.values()).allSatisfy(ids -> assertThat(ids).hasSize(1));
        assertThat(platform.engine().variables(environment.id(), app)).contains("FROM_JOB=yes");
        assertThat(platform.observer().all("job.finished", environment.id()).stream()
                        .map(seen -> seen.json().get("tries").asInt())
                        .distinct())
                .containsExactly(1);
        assertOneCommandPerAttempt(environment);
        environment.delete();
        assertThat(platform.engine().containers(environment.id())).isEmpty();
    }

    /** Waits for the moment at which the component has something in its hands. */
    private static void killAt(
            Component component, Environment environment, String job, List<String> containers, String app) {
        switch (component) {
            case BUILD_WORKER -> environment.awaitBegun(app);
            case DEPLOY_WORKER -> environment.awaitBegun(containers.get(0));
            case POSTGRESQL, KAFKA, API_GATEWAY, PIPELINE_ORCHESTRATOR, OUTPUT_COLLECTOR, STATUS_AGGREGATOR ->
                environment.awaitBegun(job);
        }
    }

    private void assertOneCommandPerAttempt(Environment environment) {
        for (String topic : List.of("build.requested", "workload.requested", "job.requested")) {
            List<Long> attempts =
                    platform.observer().all(topic, seen -> seen.value().contains(environment.id())).stream()
                            .map(seen -> seen.json().at("/step/attempt").asLong())
                            .toList();
            assertThat(attempts).as(topic).doesNotHaveDuplicates();
        }
    }
}
