package io.slipway.platform.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.ExecCreateCmdResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import io.slipway.platform.engine.Engine;
import io.slipway.platform.process.Daemons;
import io.slipway.platform.process.PlatformException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseImagesIT {

    private static final String BUSYBOX = "localhost:1/busybox:1.36";

    @TempDir
    Path directory;

    private final List<String> said = new ArrayList<>();
    private final List<String> containers = new ArrayList<>();
    private DockerClient docker;
    private Engine engine;

    @BeforeEach
    void connect() {
        boolean required = Boolean.getBoolean("slipway.docker.required");
        if (!required) {
            assumeThat(Engine.find(System.getenv()))
                    .as("needs a container engine")
                    .isPresent();
        }
        engine = Engine.find(System.getenv()).orElseThrow();
        docker = engine.connect();
    }

    @AfterEach
    void disconnect() throws Exception {
        if (docker != null) {
            containers.forEach(id -> docker.removeContainerCmd(id)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec());
            docker.close();
        }
    }

    @Test
    void shouldDoNothingForAnImageThatIsThere() {
        images().provide(List.of("busybox:1.36"));
        said.clear();

        images().provide(List.of("busybox:1.36"));

        assertThat(said).isEmpty();
    }

    @Test
    void shouldSayWhatCannotBeHad() {
        assertThatThrownBy(() -> images().provide(List.of("localhost:1/unheard-of:1")))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("localhost:1/unheard-of:1")
                .hasMessageContaining("no recipe");
    }

    @Test
    void shouldMakeAPostgresThatKeepsTheContractOfTheOfficialImage() throws Exception {
        assumeThat(Daemons.onPath("apt-get")).as("needs Debian or Ubuntu").isPresent();
        images().provide(List.of("postgres:15"));
        String id = run(
                "postgres:15",
                Map.of("POSTGRES_USER", "someone", "POSTGRES_PASSWORD", "p'w \"x", "POSTGRES_DB", "some-db"),
                List.of("-c", "max_connections=17"));

        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(psql(id, "p'w \"x", "select current_database(), current_user"))
                        .contains("some-db|someone"));

        assertThat(psql(id, "p'w \"x", "show max_connections")).contains("17");
        assertThat(psql(id, "wrong", "select 1")).contains("password authentication failed");
        assertThat(execute(id, List.of(), "sh", "-c", "ps | grep -v grep | grep 'postgres: checkpointer'"))
                .contains("postgres postgres:");
        docker.stopContainerCmd(id).withTimeout(20).exec();
        assertThat(docker.inspectContainerCmd(id).exec().getState().getExitCodeLong())
                .isZero();
        docker.startContainerCmd(id).exec();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(
                        () -> assertThat(psql(id, "p'w \"x", "select 6 * 7")).contains("42"));
    }

    @Test
    void shouldMakeABusyboxThatServesFiles() throws Exception {
        assumeThat(Daemons.onPath("apt-get")).as("needs Debian or Ubuntu").isPresent();
        try {
            docker.inspectImageCmd(BUSYBOX).exec();
            docker.removeImageCmd(BUSYBOX).withForce(true).exec();
        } catch (NotFoundException e) {
            // Good: it has to be made.
        }

        images().make(docker, BUSYBOX, Recipe.of("busybox:1.36").orElseThrow());

        assertThat(docker.inspectImageCmd(BUSYBOX).exec().getConfig().getLabels())
                .containsEntry(BaseImages.MADE_HERE, "true");
        String id = run(BUSYBOX, Map.of(), List.of("sh", "-c", "echo hello > /tmp/x && httpd -f -p 8080 -h /tmp"));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(execute(id, List.of(), "wget", "-q", "-O", "-", "http://127.0.0.1:8080/x"))
                                .isEqualTo("hello\n"));
        docker.removeImageCmd(BUSYBOX).withForce(true).exec();
    }

    private BaseImages images() {
        return new BaseImages(engine, directory.resolve("work"), said::add);
    }

    private String run(String image, Map<String, String> environment, List<String> command) {
        String id = docker.createContainerCmd(image)
                .withEnv(environment.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList())
                .withCmd(command)
                .withHostConfig(HostConfig.newHostConfig())
                .exec()
                .getId();
        containers.add(id);
        docker.startContainerCmd(id).exec();
        return id;
    }

    private String psql(String id, String password, String sql) throws Exception {
        return execute(
                id,
                List.of("PGPASSWORD=" + password),
                "psql",
                "-h",
                // Its address in the network: connections from its own loopback are trusted, as in the official image.
                id.substring(0, 12),
                "-U",
                "someone",
                "-d",
                "some-db",
                "-tAc",
                sql);
    }

    private String execute(String id, List<String> environment, String... command) throws Exception {
        ExecCreateCmdResponse execution = docker.execCreateCmd(id)
                .withEnv(environment)
                .withAttachStdout(true)
                .withAttachStderr(true)
                .withCmd(command)
                .exec();
        StringBuilder output = new StringBuilder();
        docker.execStartCmd(execution.getId())
                .exec(new ResultCallback.Adapter<Frame>() {
                    @Override
                    public void onNext(Frame frame) {
                        output.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
                    }
                })
                .awaitCompletion();
        return output.toString();
    }
}
