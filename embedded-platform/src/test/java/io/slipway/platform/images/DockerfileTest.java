package io.slipway.platform.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerfileTest {

    @ParameterizedTest
    @ValueSource(strings = {"busybox", "postgres", "redis", "mariadb"})
    void shouldUnderstandEveryRecipe(String recipe) throws IOException {
        Dockerfile dockerfile = parse(recipe);

        assertThat(dockerfile.environment()).containsKey("PATH");
        assertThat(dockerfile.config().path("Cmd")).isNotEmpty();
    }

    @Test
    void shouldReadAllThatAnImageHas() throws IOException {
        Dockerfile postgres = parse("postgres");

        assertThat(postgres.copies()).containsEntry("docker-entrypoint.sh", "/usr/local/bin/docker-entrypoint.sh");
        assertThat(postgres.commands())
                .singleElement()
                .asString()
                .startsWith("set -eu;")
                .contains("chown -R 999:999");
        assertThat(postgres.config().toString())
                .contains("\"StopSignal\":\"SIGINT\"")
                .contains("\"Entrypoint\":[\"docker-entrypoint.sh\"]")
                .contains("\"Volumes\":{\"/var/lib/postgresql/data\":{}}")
                .contains("\"ExposedPorts\":{\"5432/tcp\":{}}")
                .contains("PGDATA=/var/lib/postgresql/data");
    }

    @Test
    void shouldRefuseWhatItCannotDo() {
        assertThatThrownBy(() -> Dockerfile.parse("FROM debian:12\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FROM debian:12");
    }

    private static Dockerfile parse(String recipe) throws IOException {
        try (InputStream in = Dockerfile.class.getResourceAsStream(recipe + "/Dockerfile")) {
            return Dockerfile.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
