package io.slipway.deploy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Container;
import io.slipway.platform.engine.Engine;
import io.slipway.platform.images.BaseImages;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The engine that the tests use: skips them with a note where there is none. */
public final class TestEngine {

    private TestEngine() {}

    /** Aborts the test without an engine, or fails it if system property {@code slipway.docker.required} is true. */
    public static void require(DockerEngine engine) {
        if (!engine.answers()) {
            if (Boolean.getBoolean("slipway.docker.required")) {
                fail("no container engine answers");
            }
            abort("no container engine answers; with -Dslipway.docker.required=true this is a failure");
        }
    }

    /** Has the engine have these images. */
    public static void images(DockerEngine engine, String... references) {
        try {
            new BaseImages(new Engine(engine.settings().host()), Files.createTempDirectory("images"), _ -> {})
                    .provide(List.of(references));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The installation's containers with these labels, given as keys and values. */
    public static List<Container> containers(DockerEngine engine, String... labels) {
        Map<String, String> all = new HashMap<>(Map.of(Labels.INSTANCE, engine.instance()));
        for (int i = 0; i < labels.length; i += 2) {
            all.put(labels[i], labels[i + 1]);
        }
        return engine.calls()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(all)
                .exec();
    }

    /** Removes everything of the installation; what is still under way may end, or remove something itself, meanwhile. */
    public static void clean(DockerEngine engine) {
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(DockerException.class)
                .until(() -> removeEverything(engine));
    }

    private static boolean removeEverything(DockerEngine engine) {
        DockerClient docker = engine.calls();
        containers(engine)
                .forEach(container -> docker.removeContainerCmd(container.getId())
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec());
        List<String> mine = List.of(Labels.INSTANCE + "=" + engine.instance());
        docker.listNetworksCmd()
                .withFilter("label", mine)
                .exec()
                .forEach(network -> docker.removeNetworkCmd(network.getId()).exec());
        var volumes = docker.listVolumesCmd().withFilter("label", mine).exec().getVolumes();
        if (volumes != null) {
            volumes.forEach(volume -> docker.removeVolumeCmd(volume.getName()).exec());
        }
        return containers(engine).isEmpty();
    }

    /** The names of containers, for messages. */
    public static List<String> names(List<Container> containers) {
        return containers.stream()
                .map(container -> Arrays.toString(container.getNames()))
                .toList();
    }
}
