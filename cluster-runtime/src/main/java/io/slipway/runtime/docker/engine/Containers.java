package io.slipway.runtime.docker.engine;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.HealthStateLog;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.RestartPolicy;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.Labels;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The containers of this installation. Every method blocks; each may be repeated: what is already as wanted is no error.
 * Errors of the engine come out as {@link StepException}.
 */
public final class Containers {

    private static final long MIB = 1024L * 1024;
    private static final Pattern PORT_TAKEN = Pattern.compile(
            "port is already allocated|bind: address already in use|failed to listen on|Ports are not available");
    /** The port's error says {@code bind: address…}; this one is about the address in the network. */
    private static final Pattern ADDRESS_TAKEN = Pattern.compile("Address already in use");

    private final DockerEngine engine;
    private final ContainerFiles files;
    private final Templates templates;

    /** The containers of {@code engine}. */
    public Containers(DockerEngine engine) {
        this.engine = engine;
        this.files = new ContainerFiles(engine);
        this.templates = new Templates(engine);
    }

    /** The containers with these labels, in every state. */
    public List<ContainerView> find(Map<String, String> labels) {
        Map<String, String> all = new HashMap<>(labels);
        all.put(Labels.INSTANCE, engine.instance());
        return call(
                        "Listing containers",
                        () -> engine.calls()
                                .listContainersCmd()
                                .withShowAll(true)
                                .withLabelFilter(all)
                                .exec())
                .stream()
                .map(Containers::view)
                .toList();
    }

    /** The names of the running containers in this network that are of no or another installation. */
    public List<String> foreignIn(String networkId) {
        return call(
                        "Listing containers",
                        () -> engine.calls()
                                .listContainersCmd()
                                .withNetworkFilter(List.of(networkId))
                                .exec())
                .stream()
                .map(Containers::view)
                .filter(container -> !container.label(Labels.INSTANCE).equals(engine.instance()))
                .map(ContainerView::name)
                .toList();
    }

    /** The container with this id at this moment; empty if there is none. */
    public Optional<ContainerState> inspect(String id) {
        try {
            return Optional.of(state(call(
                    "Inspecting a container",
                    () -> engine.calls().inspectContainerCmd(id).exec())));
        } catch (NotFoundException _) {
            return Optional.empty();
        }
    }

    /**
     * Creates a container with its files, not started. One with the same name, service and attempt is taken instead, once
     * it is complete.
     *
     * @return its id
     */
    public String create(ContainerTemplate template) {
        String id;
        try {
            id = call("Creating a container", () -> command(template).exec()).getId();
        } catch (ConflictException e) {
            ContainerView existing = sameName(template)
                    .orElseThrow(() -> new StepException(
                            Reason.CONFLICT,
                            "A container named " + template.name() + " exists and is not this installation's own.",
                            e));
            if (!existing.state().equals("created")) {
                return existing.id();
            }
            id = existing.id();
        } catch (NotFoundException e) {
            throw new StepException(
                    Reason.IMAGE_UNAVAILABLE, "Image " + template.image() + " is gone: " + DockerEngine.message(e), e);
        }
        files.put(id, template.input().files(), template.directories());
        return id;
    }

    /**
     * Starts it.
     *
     * @throws PortTakenException if a port of the machine is taken
     * @throws AddressTakenException if its address in the network is taken
     */
    public void start(String id) {
        try {
            engine.calls().startContainerCmd(id).exec();
        } catch (NotModifiedException _) {
            // runs already
        } catch (RuntimeException e) {
            String message = DockerEngine.message(e);
            if (PORT_TAKEN.matcher(message).find()) {
                throw new PortTakenException(message);
            }
            if (ADDRESS_TAKEN.matcher(message).find()) {
                throw new AddressTakenException(message);
            }
            if (message.contains("OCI runtime") || message.contains("exec:") || message.contains("stat ")) {
                throw new StepException(Reason.CRASHED, "The process could not be started: " + message, e);
            }
            throw engine.failure("Starting a container", e);
        }
    }

    /** Stops it: SIGTERM (or the image's stop signal), SIGKILL after {@code grace}. */
    public void stop(String id, Duration grace) {
        try {
            engine.streams().stopContainerCmd(id).withTimeout(seconds(grace)).exec();
        } catch (NotModifiedException | NotFoundException _) {
            // stopped already
        } catch (RuntimeException e) {
            throw engine.failure("Stopping a container", e);
        }
    }

    /** Stops and starts it. */
    public void restart(String id, Duration grace) {
        try {
            engine.streams().restartContainerCmd(id).withTimeout(seconds(grace)).exec();
        } catch (RuntimeException e) {
            throw engine.failure("Restarting a container", e);
        }
    }

    /** Kills and removes it, with its anonymous volumes. */
    public void remove(String id) {
        try {
            engine.streams()
                    .removeContainerCmd(id)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (NotFoundException _) {
            // gone already
        } catch (ConflictException e) {
            if (!DockerEngine.message(e).contains("already in progress")) {
                throw engine.failure("Removing a container", e);
            }
        } catch (RuntimeException e) {
            throw engine.failure("Removing a container", e);
        }
    }

    /** Gives it another name. */
    public void rename(String id, String name) {
        try {
            engine.calls().renameContainerCmd(id).withName(name).exec();
        } catch (RuntimeException e) {
            throw engine.failure("Renaming a container", e);
        }
    }

    /** Has the engine keep it running from now on, also across the engine's own restart. */
    public void keepRunning(String id) {
        restartPolicy(id, RestartPolicy.unlessStoppedRestart());
    }

    /** Has the engine leave it alone when it ends. */
    public void letEnd(String id) {
        restartPolicy(id, RestartPolicy.noRestart());
    }

    /** The DNS names that it has in {@code network}. */
    public List<String> aliases(String id, String network) {
        ContainerNetwork joined = network(id, network);
        return joined == null || joined.getAliases() == null ? List.of() : List.copyOf(joined.getAliases());
    }

    /**
     * Gives a running container DNS names in {@code network}. An engine has no way to do so but to leave the network and
     * join it again; with the same address, open connections outlast it.
     */
    public void rejoin(String id, String network, List<String> aliases) {
        ContainerNetwork joined = network(id, network);
        String address = joined == null ? null : joined.getIpAddress();
        try {
            if (joined != null) {
                engine.calls()
                        .disconnectFromNetworkCmd()
                        .withNetworkId(network)
                        .withContainerId(id)
                        .exec();
            }
            join(id, network, aliases, address);
        } catch (RuntimeException e) {
            throw engine.failure("Switching to a new instance", e);
        }
    }

    private void join(String id, String network, List<String> aliases, @Nullable String address) {
        ContainerNetwork settings = new ContainerNetwork().withAliases(aliases);
        if (address != null && !address.isEmpty()) {
            settings = settings.withIpamConfig(new ContainerNetwork.Ipam().withIpv4Address(address));
        }
        engine.calls()
                .connectToNetworkCmd()
                .withNetworkId(network)
                .withContainerId(id)
                .withContainerNetwork(settings)
                .exec();
    }

    private @Nullable ContainerNetwork network(String id, String network) {
        InspectContainerResponse response = call(
                "Inspecting a container",
                () -> engine.calls().inspectContainerCmd(id).exec());
        return response.getNetworkSettings().getNetworks().get(network);
    }

    private void restartPolicy(String id, RestartPolicy policy) {
        try {
            engine.calls().updateContainerCmd(id).withRestartPolicy(policy).exec();
        } catch (RuntimeException e) {
            throw engine.failure("Updating a container", e);
        }
    }

    private CreateContainerCmd command(ContainerTemplate template) {
        return templates.command(template);
    }

    private Optional<ContainerView> sameName(ContainerTemplate template) {
        return find(Map.of()).stream()
                .filter(container -> container.name().equals(template.name()))
                .filter(container -> List.of(Labels.ENVIRONMENT, Labels.SERVICE, Labels.ATTEMPT).stream()
                        .allMatch(key ->
                                container.label(key).equals(template.labels().getOrDefault(key, ""))))
                .findFirst();
    }

    /** Not found and conflict are for the caller to understand; the rest means that the engine is at fault. */
    private <T> T call(String doing, java.util.function.Supplier<T> call) {
        try {
            return call.get();
        } catch (NotFoundException | ConflictException e) {
            throw e;
        } catch (RuntimeException e) {
            throw engine.failure(doing, e);
        }
    }

    private static ContainerView view(Container container) {
        String name = Arrays.stream(container.getNames())
                .map(n -> n.startsWith("/") ? n.substring(1) : n)
                .filter(n -> !n.contains("/"))
                .findFirst()
                .orElse(container.getId());
        return new ContainerView(
                container.getId(),
                name,
                container.getState(),
                orEmpty(container.getImageId()),
                orEmpty(container.getImage()),
                container.getLabels());
    }

    private static ContainerState state(InspectContainerResponse response) {
        InspectContainerResponse.ContainerState state = response.getState();
        String address = response.getNetworkSettings().getNetworks().values().stream()
                .map(ContainerNetwork::getIpAddress)
                .filter(ip -> ip != null && !ip.isEmpty())
                .findFirst()
                .orElse(null);
        return new ContainerState(
                orEmpty(state.getStatus()),
                state.getExitCodeLong() == null ? 0 : state.getExitCodeLong().intValue(),
                Boolean.TRUE.equals(state.getOOMKilled()),
                orEmpty(state.getError()),
                instant(state.getStartedAt()),
                instant(state.getFinishedAt()),
                address,
                response.getRestartCount() == null ? 0 : response.getRestartCount(),
                response.getConfig() == null ? "" : orEmpty(response.getConfig().getImage()),
                memoryMib(response),
                healthFailure(state.getHealth()));
    }

    private static int memoryMib(InspectContainerResponse response) {
        Long memory = response.getHostConfig() == null
                ? null
                : response.getHostConfig().getMemory();
        return memory == null ? 0 : Math.toIntExact(memory / MIB);
    }

    private static @Nullable Integer healthFailure(@Nullable HealthState health) {
        if (health == null || !"unhealthy".equals(health.getStatus()) || health.getLog() == null) {
            return null;
        }
        return health.getLog().stream()
                .map(HealthStateLog::getExitCodeLong)
                .filter(exitCode -> exitCode != null && exitCode != 0)
                .reduce((_, last) -> last)
                .map(Long::intValue)
                .orElse(null);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable Instant instant(@Nullable String time) {
        // The engine writes the year 1 for "never".
        return time == null || time.isEmpty() || time.startsWith("0001-")
                ? null
                : OffsetDateTime.parse(time).toInstant();
    }

    private static int seconds(Duration duration) {
        return (int) Math.max(1, duration.toSeconds());
    }
}
