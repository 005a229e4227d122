package io.slipway.runtime.docker;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** An installation of its own on the local engine, with an image that has a shell; removes all of it when it is closed. */
public final class TestDocker implements AutoCloseable {

    /** An image with busybox and nothing else. */
    public static final String IMAGE = "slipway-test/busybox:1";

    private static final Path BUSYBOX = Path.of("/bin/busybox");
    private static final String DOCKERFILE = """
            FROM scratch
            COPY busybox /bin/busybox
            RUN ["/bin/busybox", "--install", "-s", "/bin"]
            RUN ["/bin/busybox", "sh", "-c", "mkdir -p /tmp /etc && chmod 1777 /tmp && \
                echo root:x:0:0::/:/bin/sh > /etc/passwd && echo nobody:x:65534:65534::/:/bin/sh >> /etc/passwd"]
            CMD ["/bin/sh"]
            """;

    private final DockerEngine engine;

    private TestDocker(DockerEngine engine) {
        this.engine = engine;
    }

    /** What is missing to use the engine; empty if nothing is. */
    static String missing() {
        if (!Files.isExecutable(BUSYBOX)) {
            return "There is no /bin/busybox to make test images of: install busybox-static.";
        }
        try (DockerEngine engine = DockerEngine.connect(settings("probe"))) {
            return engine.answers()
                    ? ""
                    : "No Docker engine answers at " + engine.settings().host() + ".";
        }
    }

    /** A new installation. */
    public static TestDocker open() {
        DockerEngine engine = DockerEngine.connect(
                settings("test-" + UUID.randomUUID().toString().substring(0, 8)));
        TestDocker docker = new TestDocker(engine);
        docker.buildImage();
        return docker;
    }

    public DockerEngine engine() {
        return engine;
    }

    public DockerClient client() {
        return engine.calls();
    }

    /** The installation's containers with these labels, in every state. */
    public List<Container> containers(Map<String, String> labels) {
        Map<String, String> all = new java.util.HashMap<>(labels);
        all.put(Labels.INSTANCE, engine.instance());
        return client().listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(all)
                .exec();
    }

    /** The installation's networks. */
    public List<Network> networks() {
        return client().listNetworksCmd()
                .withFilter("label", List.of(Labels.INSTANCE + "=" + engine.instance()))
                .exec();
    }

    /** The installation's volumes. */
    public List<InspectVolumeResponse> volumes() {
        List<InspectVolumeResponse> volumes = client().listVolumesCmd()
                .withFilter("label", List.of(Labels.INSTANCE + "=" + engine.instance()))
                .exec()
                .getVolumes();
        return volumes == null ? List.of() : volumes;
    }

    @Override
    public void close() {
        // What was under way when a runtime was closed may end, or remove something itself, at the same time.
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(DockerException.class)
                .until(this::removeEverything);
        engine.close();
    }

    private boolean removeEverything() {
        containers(Map.of())
                .forEach(container -> client().removeContainerCmd(container.getId())
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec());
        networks().forEach(this::remove);
        volumes().forEach(volume -> client().removeVolumeCmd(volume.getName()).exec());
        return containers(Map.of()).isEmpty();
    }

    /** The engine says that a container is gone a moment before it lets go of the container's place in the network. */
    private void remove(Network network) {
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptionsInstanceOf(DockerException.class)
                .until(() -> {
                    client().removeNetworkCmd(network.getId()).exec();
                    return true;
                });
    }

    private static DockerSettings settings(String instance) {
        return DockerSettings.local(instance);
    }

    private void buildImage() {
        engine.streams()
                .buildImageCmd(new ByteArrayInputStream(context()))
                .withTags(Set.of(IMAGE))
                .exec(new BuildImageResultCallback())
                .awaitImageId();
    }

    private static byte[] context() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            add(tar, "Dockerfile", 0100644, DOCKERFILE.getBytes(StandardCharsets.UTF_8));
            add(tar, "busybox", 0100755, Files.readAllBytes(BUSYBOX));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void add(TarArchiveOutputStream tar, String name, int mode, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(mode);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
