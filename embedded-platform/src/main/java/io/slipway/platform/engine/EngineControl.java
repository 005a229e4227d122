package io.slipway.platform.engine;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The container engine of one installation: found, started where there is none, and stopped again if it is ours. */
public final class EngineControl {

    private final EngineDaemons daemons;
    private final Path state;
    private final Map<String, String> environment;

    /**
     * The engine as {@code environment} (of this process) names it.
     *
     * @param state where logs and process ids of an engine of ours are kept
     */
    public EngineControl(Path state, Map<String, String> environment) {
        this.state = state;
        this.environment = Map.copyOf(environment);
        this.daemons = new EngineDaemons(state, EngineDaemons.Layout.standard());
    }

    /** The engine that answers, if any. */
    public Optional<Engine> find() {
        return Engine.find(environment);
    }

    /**
     * The engine that answers, installed and started if need be, which is said first.
     *
     * @throws io.slipway.platform.process.PlatformException if there is none; the message says what is missing
     */
    public Engine ensure(boolean mayInstall, Consumer<String> say) {
        return new EngineInstaller(new LocalHost(state, daemons, environment), say).ensure(mayInstall);
    }

    /** Whether this installation started the engine, and it still runs. */
    public boolean isOurs() {
        return daemons.areOurs();
    }

    /** Stops the engine if this installation started it. */
    public boolean stopIfOurs() {
        return daemons.areOurs() && daemons.stop();
    }

    /** Names of the containers that run on {@code engine}, whosever they are. */
    public static List<String> runningContainers(Engine engine) {
        try (DockerClient client = engine.connect()) {
            return client.listContainersCmd().exec().stream()
                    .map(container -> container.getNames().length == 0
                            ? container.getId()
                            : container.getNames()[0].replaceFirst("^/", ""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes everything on {@code engine} that carries the label, volumes included. */
    public static void removeLabelled(Engine engine, String label) {
        try (DockerClient client = engine.connect()) {
            client.listContainersCmd().withShowAll(true).withLabelFilter(List.of(label)).exec().stream()
                    .forEach(container -> quietly(() -> client.removeContainerCmd(container.getId())
                            .withForce(true)
                            .withRemoveVolumes(true)
                            .exec()));
            client.listNetworksCmd().withFilter("label", List.of(label)).exec().stream()
                    .forEach(network -> quietly(
                            () -> client.removeNetworkCmd(network.getId()).exec()));
            // Some engines answer with no list where there is no volume.
            Stream.ofNullable(client.listVolumesCmd()
                            .withFilter("label", List.of(label))
                            .exec()
                            .getVolumes())
                    .flatMap(List::stream)
                    .forEach(volume -> quietly(
                            () -> client.removeVolumeCmd(volume.getName()).exec()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void quietly(Runnable removal) {
        try {
            removal.run();
        } catch (RuntimeException e) {
            // Gone already, or in use by somebody else: neither is worth stopping for.
        }
    }
}
