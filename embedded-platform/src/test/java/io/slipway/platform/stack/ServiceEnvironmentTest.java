package io.slipway.platform.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.platform.engine.Engine;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServiceEnvironmentTest {

    private final Installation installation = new Installation(Path.of("/checkout"), Path.of("/checkout/.slipway"));

    @ParameterizedTest
    @EnumSource(
            value = Component.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"POSTGRESQL", "KAFKA"})
    void shouldTellEachServiceItsPortTheBrokerAndItsName(Component service) {
        Map<String, String> settings = of(service);

        assertThat(settings)
                .containsEntry("QUARKUS_HTTP_HOST", "127.0.0.1")
                .containsEntry(
                        "QUARKUS_HTTP_PORT",
                        Integer.toString(PortPlan.from(30_000).of(service)))
                .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:30006")
                .containsEntry("SLIPWAY_INSTANCE_ID", service.label() + "-0");
    }

    @Test
    void shouldKeepTheKeysFromServicesThatMustNotHaveThem() {
        assertThat(of(Component.PIPELINE_ORCHESTRATOR)).doesNotContainKey("SLIPWAY_SECRETS_KEYSET_FILE");
        assertThat(of(Component.STATUS_AGGREGATOR)).doesNotContainKey("SLIPWAY_SECRETS_KEYSET_FILE");
        assertThat(of(Component.API_GATEWAY))
                .containsEntry(
                        "SLIPWAY_SECRETS_KEYSET_FILE", installation.keyset().toString());
    }

    @Test
    void shouldTellTheDatabaseOnlyToTheGateway() {
        for (Component service : Component.services()) {
            boolean told = of(service).containsValue("db-password");
            assertThat(told).as(service.label()).isEqualTo(service == Component.API_GATEWAY);
        }
        assertThat(of(Component.API_GATEWAY))
                .containsEntry("QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://127.0.0.1:30008/slipway")
                .containsEntry("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:30008/slipway")
                .containsEntry(
                        "SLIPWAY_BOOTSTRAP_TOKEN_FILE",
                        installation.adminToken().toString());
    }

    @Test
    void shouldTellTheEngineToTheWorkers() {
        assertThat(of(Component.DEPLOY_WORKER))
                .containsEntry("SLIPWAY_DOCKER_HOST", "unix:///some.sock")
                .containsEntry("SLIPWAY_DOCKER_INSTANCE", installation.instance());
        assertThat(of(Component.API_GATEWAY)).doesNotContainKey("SLIPWAY_DOCKER_HOST");
    }

    @Test
    void shouldLetOnlyTheBuildWorkerReadTheLocalRepositories() {
        assertThat(of(Component.BUILD_WORKER))
                .containsEntry(
                        "SLIPWAY_GIT_ALLOWED_FILE_ROOTS",
                        installation.repositories().toString());
        assertThat(of(Component.DEPLOY_WORKER)).doesNotContainKey("SLIPWAY_GIT_ALLOWED_FILE_ROOTS");
    }

    private Map<String, String> of(Component service) {
        return ServiceEnvironment.of(
                service,
                installation,
                PortPlan.from(30_000),
                "db-password",
                WorkerRuntime.of(new Engine("unix:///some.sock"), installation));
    }
}
