package io.slipway.deploy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.spec.DatabaseSpec;
import io.slipway.events.spec.DatabaseSpec.Engine;
import io.slipway.events.spec.Probes.Check;
import io.slipway.events.spec.RunSpec.Resources;
import io.slipway.events.spec.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatabaseTemplateTest {

    private static final String PASSWORD = "pa\"55\\word";

    private static DatabaseTemplate template(Engine engine, String login) {
        return DatabaseTemplate.of(
                new DatabaseSpec(
                        "id",
                        "db",
                        "stage",
                        false,
                        "host",
                        engine,
                        "1",
                        login,
                        Value.secret("ciphertext"),
                        "shop",
                        false,
                        new Resources(1, 1),
                        1),
                PASSWORD);
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeReadyWhenThePortAcceptsAndTheClientInsideSucceeds(Engine engine) {
        DatabaseTemplate template = template(engine, "superuser");

        assertThat(template.readiness()).hasSize(2);
        assertThat(template.readiness().getFirst().check()).isEqualTo(new Check.Tcp(engine.port()));
        assertThat(template.readiness().getLast().check()).isInstanceOf(Check.Exec.class);
        assertThat(template.dataDirectory()).startsWith("/");
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepThePasswordOutOfCommandsAndText(Engine engine) {
        DatabaseTemplate template = template(engine, "superuser");

        assertThat(template.arguments().toString()).doesNotContain("55");
        assertThat(template.readiness().toString()).doesNotContain("55");
        assertThat(template.toString()).doesNotContain("55");
    }

    @Test
    void shouldFollowTheConventionsOfPostgresql() {
        assertThat(template(Engine.POSTGRESQL, "superuser").environment())
                .containsEntry("POSTGRES_USER", "superuser")
                .containsEntry("POSTGRES_PASSWORD", PASSWORD)
                .containsEntry("POSTGRES_DB", "shop")
                .hasEntrySatisfying(
                        "PGDATA",
                        data -> assertThat(data)
                                .startsWith(
                                        template(Engine.POSTGRESQL, "superuser").dataDirectory() + "/"));
    }

    @Test
    void shouldFollowTheConventionsOfMysql() {
        assertThat(template(Engine.MYSQL, "superuser").environment())
                .containsEntry("MYSQL_USER", "superuser")
                .containsEntry("MYSQL_PASSWORD", PASSWORD)
                .containsEntry("MYSQL_ROOT_PASSWORD", PASSWORD)
                .containsEntry("MYSQL_DATABASE", "shop");
    }

    @Test
    void shouldNotAskMysqlToCreateRootOnceMore() {
        assertThat(template(Engine.MYSQL, "root").environment())
                .containsEntry("MYSQL_ROOT_PASSWORD", PASSWORD)
                .doesNotContainKeys("MYSQL_USER", "MYSQL_PASSWORD");
    }

    @Test
    void shouldFollowTheConventionsOfMongodb() {
        assertThat(template(Engine.MONGODB, "superuser").environment())
                .containsEntry("MONGO_INITDB_ROOT_USERNAME", "superuser")
                .containsEntry("MONGO_INITDB_ROOT_PASSWORD", PASSWORD)
                .containsEntry("MONGO_INITDB_DATABASE", "shop");
    }

    @Test
    void shouldGiveRedisItsPasswordInAFile() {
        DatabaseTemplate template = template(Engine.REDIS, "superuser");

        assertThat(template.arguments()).hasSize(2).startsWith("redis-server");
        assertThat(template.files())
                .containsOnlyKeys(template.arguments().getLast())
                .allSatisfy((_, text) -> assertThat(text.lines())
                        .contains("requirepass \"pa\\\"55\\\\word\"", "appendonly yes", "dir /data"));
    }
}
