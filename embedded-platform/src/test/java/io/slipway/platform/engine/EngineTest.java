package io.slipway.platform.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {

    @TempDir
    Path directory;

    @Test
    void shouldLookOnlyWhereItIsTold() {
        assertThat(Engine.candidates(Map.of("DOCKER_HOST", "tcp://10.0.0.1:2375")))
                .containsExactly("tcp://10.0.0.1:2375");
    }

    @Test
    void shouldLookForDockerFirstAndThenForPodman() {
        assertThat(Engine.candidates(Map.of("XDG_RUNTIME_DIR", "/run/user/1000")))
                .containsExactly(
                        "unix:///var/run/docker.sock",
                        "unix:///run/user/1000/docker.sock",
                        "unix:///run/user/1000/podman/podman.sock",
                        "unix:///run/podman/podman.sock");
    }

    @Test
    void shouldNotTakeASocketThatNobodyListensOn() {
        assertThat(Engine.find(Map.of("DOCKER_HOST", "unix://" + directory.resolve("no.sock"))))
                .isEmpty();
        assertThat(Engine.find(Map.of("DOCKER_HOST", "tcp://127.0.0.1:1"))).isEmpty();
    }
}
