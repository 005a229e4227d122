package io.slipway.gateway.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning.Container;
import io.slipway.events.status.ServiceRunning.Ending;
import io.slipway.events.status.ServiceRunning.Instance;
import io.slipway.events.status.ServiceRunning.Occurrence;
import io.slipway.gateway.testing.Api;
import io.slipway.gateway.testing.CountingStatuses;
import io.slipway.gateway.testing.GatewayResources;
import io.slipway.gateway.testing.SocketClient;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Sockets on which clients follow what runs. */
@QuarkusTest
@TestProfile(StreamIT.FastHeartbeat.class)
class ServiceSocketIT extends DeploymentTest {

    @Test
    void shouldSendWhatRunsAndEachChangeOfIt() {
        Shop shop = new Shop();
        FakePipeline pipeline = deployed(shop);
        Instant startedAt = Instant.parse("2026-01-02T03:04:05.678Z");
        try (SocketClient socket = SocketClient.withSubprotocol(status(shop), GatewayResources.TOKEN)) {
            soon().until(() -> socket.frames.size() == 1);
            JsonPath first = socket.last().setRootPath("environments[0]");
            assertThat(first.getMap(""))
                    .containsOnlyKeys(
                            "id",
                            "project_id",
                            "state",
                            "applications",
                            "containers",
                            "jobs",
                            "databases",
                            "helms",
                            "terraform",
                            "argocd_apps",
                            "agentic_workflows");
            assertThat(first.getString("id")).isEqualTo(shop.environment);
            assertThat(first.getList("jobs.id")).containsExactlyInAnyOrder(shop.job, shop.cron);
            assertThat(first.getMap("containers[0]")).containsOnlyKeys("id", "state", "pods", "certificates");
            assertThat(first.getMap("databases[0]")).containsOnlyKeys("id", "state", "pods");

            pipeline.running(
                    shop.container,
                    RunningState.WARNING,
                    Instance.of("web-1", RunningState.RUNNING, null, 0, startedAt),
                    crashing(startedAt));
            soon().until(() -> socket.frames.size() == 2);
            JsonPath web = socket.last().setRootPath("environments[0].containers[0]");
            assertThat(web.getString("state")).isEqualTo("WARNING");
            assertThat(web.getList("pods.name")).containsExactly("web-1", "web-2");
            assertThat(web.getList("pods.state")).containsExactly("RUNNING", "ERROR");
            assertThat(web.getList("pods.state_reason")).containsExactly("", "CrashLoopBackOff");
            assertThat(web.getList("pods.restart_count")).containsExactly(0, 7);
            assertThat(web.getLong("pods[0].started_at")).isEqualTo(startedAt.toEpochMilli());
            assertThat(web.getString("pods[0].containers[0].image")).isEqualTo("demo/web:1.0");
            assertThat(web.getList("pods.state_message"))
                    .containsExactly("", "The process took more memory than the 64 MiB that it has");
            assertThat(web.getMap("pods[1].containers[0]"))
                    .isEqualTo(JsonPath.from("""
                            {
                              "name": "app",
                              "image": "registry.example/demo/web:1.0",
                              "restart_count": 6,
                              "current_state": {
                                "state": "ERROR",
                                "started_at": 0,
                                "state_reason": "CrashLoopBackOff",
                                "state_message": "The process took more memory than the 64 MiB that it has"
                              },
                              "last_terminated_state": {
                                "exit_code": 137,
                                "exit_code_message": "was killed (exit code 137, SIGKILL)",
                                "finished_at": 1767323047678,
                                "message": "",
                                "reason": "OOMKilled",
                                "signal": 9,
                                "started_at": 1767323045678
                              }
                            }
                            """).getMap(""));
            assertThat(web.getList("pods[1].containers.name")).containsExactly("app", "sidecar");
            assertThat(web.getMap("pods[1].containers[1]"))
                    .extractingByKey("last_terminated_state")
                    .isNull();
            assertThat(web.getList("pods[1].last_events"))
                    .isEqualTo(JsonPath.from("""
                            [
                              {"created_at": 1767323045678, "type": "Warning", "reason": "BackOff", "message": "Back-off"},
                              {"created_at": 1767323047678, "type": "Normal", "reason": "Pulled", "message": "There"}
                            ]
                            """).getList(""));
            assertThat(web.getMap("pods[0]"))
                    .containsOnlyKeys(
                            "name",
                            "state",
                            "state_reason",
                            "state_message",
                            "restart_count",
                            "containers",
                            "started_at",
                            "service_version",
                            "last_events");
        }
    }

    @Test
    void shouldSendWhatRunsInAProjectAndInTheOrganization() {
        Shop shop = new Shop();
        Shop elsewhere = new Shop();
        FakePipeline pipeline = deployed(shop);
        String cluster = "&cluster=" + json(shop.path("")).getString("cluster_id");
        try (SocketClient project =
                        SocketClient.open("/service/status" + here() + cluster + "&project=" + project(shop));
                SocketClient all = SocketClient.open("/service/status" + here());
                SocketClient none = SocketClient.open("/service/status" + here() + "&cluster=" + UUID.randomUUID())) {
            soon().until(() -> !project.frames.isEmpty() && !all.frames.isEmpty() && !none.frames.isEmpty());
            assertThat(none.last().getList("environments")).isEmpty();
            assertThat(project.last().getList("environments.id")).containsExactly(shop.environment);
            assertThat(all.last().getList("environments.id")).contains(shop.environment, elsewhere.environment);

            pipeline.running(shop.database, RunningState.ERROR);
            String state = "environments.find { it.id == '" + shop.environment + "' }.databases[0].state";
            for (SocketClient socket : List.of(project, all)) {
                soon().until(() -> "ERROR".equals(socket.last().getString(state)));
            }
        }
    }

    @Test
    void shouldReadOnlyTheEnvironmentThatChanged() {
        Shop shop = new Shop();
        Shop elsewhere = new Shop();
        FakePipeline pipeline = deployed(shop);
        FakePipeline other = deployed(elsewhere);
        try (SocketClient all = SocketClient.open("/service/status" + here());
                SocketClient status = SocketClient.open("/deployment/status" + here() + "&project=" + project(shop))) {
            soon().until(() -> !all.frames.isEmpty() && !status.frames.isEmpty());
            // Changes are told in their order: whatever was still on its way about the other is read before this one is
            // shown.
            pipeline.running(shop.database, RunningState.STOPPING);
            awaitDatabase(all, shop, RunningState.STOPPING);
            int before = CountingStatuses.reads(elsewhere.environment);

            for (RunningState state : List.of(RunningState.ERROR, RunningState.STARTING, RunningState.WARNING)) {
                int reads = CountingStatuses.reads(shop.environment);
                pipeline.running(shop.database, state);
                awaitDatabase(all, shop, state);
                assertThat(CountingStatuses.reads(shop.environment)).isGreaterThan(reads);
            }
            // Heartbeats come and go meanwhile, and they read nothing of it either.
            assertThat(CountingStatuses.reads(elsewhere.environment)).isEqualTo(before);

            other.running(elsewhere.database, RunningState.ERROR);
            awaitDatabase(all, elsewhere, RunningState.ERROR);
        }
    }

    private static void awaitDatabase(SocketClient socket, Shop shop, RunningState state) {
        String shown = "environments.find { it.id == '" + shop.environment + "' }.databases[0].state";
        soon().until(() -> state.name().equals(socket.last().getString(shown)));
    }

    @Test
    void shouldCloseWhenWhatIsAskedForIsNotThere() {
        Shop shop = new Shop();
        try (SocketClient token = SocketClient.withHeader(status(shop), null);
                SocketClient organization = SocketClient.open("/service/status?organization=" + UUID.randomUUID());
                SocketClient environment =
                        SocketClient.open("/service/status" + here() + "&environment=" + UUID.randomUUID())) {
            soon().until(() -> token.code() == 1008);
            soon().until(() -> organization.code() == 1007);
            soon().until(() -> environment.code() == 1007);
        }
    }

    private static Instance crashing(Instant at) {
        Instant later = at.plusSeconds(2);
        String reason = "The process took more memory than the 64 MiB that it has";
        return new Instance(
                "web-2",
                RunningState.ERROR,
                reason,
                7,
                null,
                "CrashLoopBackOff",
                List.of(
                        new Container(
                                "app",
                                "registry.example/demo/web:1.0",
                                RunningState.ERROR,
                                "CrashLoopBackOff",
                                reason,
                                6,
                                null,
                                new Ending(
                                        137, 9, "OOMKilled", "was killed (exit code 137, SIGKILL)", null, at, later)),
                        new Container("sidecar", "proxy:1", RunningState.RUNNING, null, null, 1, at, null)),
                List.of(
                        new Occurrence(true, "BackOff", "Back-off", at),
                        new Occurrence(false, "Pulled", "There", later)));
    }

    private static String here() {
        return "?organization=" + Api.ORGANIZATION;
    }

    private static String project(Shop shop) {
        return json(shop.path("")).getString("project.id");
    }

    private static String status(Shop shop) {
        return "/service/status" + here() + "&cluster=" + json(shop.path("")).getString("cluster_id") + "&project="
                + project(shop) + "&environment=" + shop.environment;
    }
}
