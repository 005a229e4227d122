package io.slipway.platform.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.slipway.platform.process.Daemons;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Starts an engine of its own beside whatever runs on the machine: other sockets, other data, and a network namespace of
 * its own, because an engine without a bridge removes the one that it finds.
 */
class EngineDaemonsIT {

    @TempDir
    Path directory;

    @Test
    void shouldStartAnEngineAndStopItAgain() {
        assumeThat(System.getProperty("user.name")).as("needs root").isEqualTo("root");
        assumeThat(Daemons.onPath("dockerd")).as("needs Docker's packages").isPresent();
        EngineDaemons daemons = new EngineDaemons(directory.resolve("state"), layout());
        try {
            Engine engine = daemons.start();

            assertThat(engine.answers()).isTrue();
            assertThat(daemons.areOurs()).isTrue();
            assertThat(EngineControl.runningContainers(engine)).isEmpty();
            assertThat(new EngineDaemons(directory.resolve("state"), layout()).areOurs())
                    .as("a later command finds it")
                    .isTrue();

            assertThat(daemons.stop()).isTrue();
            assertThat(engine.answers()).isFalse();
            assertThat(daemons.areOurs()).isFalse();
            assertThat(directory.resolve("state")).isDirectoryNotContaining("glob:**.pid");
        } finally {
            daemons.stop();
        }
    }

    @Test
    void shouldNotStopAnEngineThatItDidNotStart() {
        EngineControl control = new EngineControl(directory.resolve("state"), System.getenv());
        boolean answersBefore = control.find().isPresent();

        assertThat(control.isOurs()).isFalse();
        assertThat(control.stopIfOurs()).isFalse();
        assertThat(control.find().isPresent()).isEqualTo(answersBefore);
    }

    private EngineDaemons.Layout layout() {
        return new EngineDaemons.Layout(
                List.of("unshare", "--net"),
                directory.resolve("containerd.sock"),
                directory.resolve("docker.sock"),
                List.of("--root", path("containerd"), "--state", path("containerd-state")),
                List.of(
                        "--data-root",
                        path("docker"),
                        "--exec-root",
                        path("docker-exec"),
                        "--pidfile",
                        path("docker.pid"),
                        "--storage-driver",
                        "vfs",
                        "--bridge=none",
                        "--iptables=false"));
    }

    private String path(String name) {
        try {
            Path parent = directory.resolve("engine");
            Files.createDirectories(parent);
            return parent.resolve(name).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
