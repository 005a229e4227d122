package io.slipway.runtime.docker.engine;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.Labels;
import io.slipway.runtime.docker.Names;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One bridge network per environment. It is made with a subnet of its own from the configured pool: only then may
 * containers have fixed addresses (which switching to a new instance needs), and the engine's own pools end after about
 * thirty networks.
 */
public final class EnvironmentNetworks {

    /** How long the engine may take to let go of a network whose containers are gone. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration LOOK = Duration.ofMillis(100);

    private final DockerEngine engine;
    private final Containers containers;
    private final Names names;
    private final Subnets subnets;
    private final Duration patience;
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    /**
     * @param pool network in CIDR notation that the environments' networks are cut from
     * @param subnetBits prefix length of each
     */
    public EnvironmentNetworks(DockerEngine engine, Containers containers, String pool, int subnetBits) {
        this(engine, containers, pool, subnetBits, PATIENCE);
    }

    /** @param patience how long the engine may take to let go of a network whose containers are gone */
    EnvironmentNetworks(DockerEngine engine, Containers containers, String pool, int subnetBits, Duration patience) {
        this.engine = engine;
        this.containers = containers;
        this.names = new Names(engine.instance());
        this.subnets = new Subnets(pool, subnetBits);
        this.patience = patience;
    }

    /**
     * Has a container created in the environment's network, which is created where it is missing; nobody removes it
     * meanwhile.
     *
     * @param create gets the network's name and an address in it that no other container has (null where the network was
     *     not made here)
     */
    public <T> T join(String environmentId, BiFunction<String, @Nullable String, T> create) {
        String name = names.network(environmentId);
        return locked(environmentId, () -> {
            if (find(name).isEmpty()) {
                create(environmentId, name);
            }
            Optional<String> subnet = find(name).flatMap(EnvironmentNetworks::subnet);
            return create.apply(name, subnet.isEmpty() ? null : Subnets.free(subnet.get(), addresses(environmentId)));
        });
    }

    /** Runs {@code action} while nothing else here changes the environment's network. */
    public <T> T locked(String environmentId, Supplier<T> action) {
        synchronized (locks.computeIfAbsent(environmentId, _ -> new Object())) {
            return action.get();
        }
    }

    /** Removes the environment's network if the environment has no container any more. */
    public void removeIfUnused(String environmentId) {
        locked(environmentId, () -> {
            if (containers.find(Map.of(Labels.ENVIRONMENT, environmentId)).isEmpty()) {
                remove(names.network(environmentId));
            }
            return true;
        });
    }

    /**
     * Removes the network. An engine says that a container is gone a moment before it lets go of the container's place in
     * the network, so that it may refuse at first.
     */
    private void remove(String name) {
        long end = System.nanoTime() + patience.toNanos();
        for (Optional<Network> network = find(name); network.isPresent(); network = find(name)) {
            String id = network.get().getId();
            try {
                engine.calls().removeNetworkCmd(id).exec();
                return;
            } catch (NotFoundException _) {
                return; // gone already
            } catch (RuntimeException e) {
                if (!DockerEngine.message(e).contains("active endpoints")) {
                    throw engine.failure("Removing the environment's network", e);
                }
                refuseIfOthersUseIt(name, id);
                if (System.nanoTime() - end > 0) {
                    throw engine.failure(
                            "Removing the environment's network, which no container uses (restart the engine if it keeps"
                                    + " refusing)",
                            e);
                }
            }
            pause();
        }
    }

    private void refuseIfOthersUseIt(String name, String id) {
        List<String> others = containers.foreignIn(id);
        if (!others.isEmpty()) {
            throw new StepException(
                    Reason.CONFLICT,
                    "The environment's network cannot be removed because containers that are not Slipway's own use it: "
                            + String.join(", ", others) + ". Remove them or have them leave (docker network disconnect "
                            + name + " CONTAINER), then delete again.");
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepException(
                    Reason.INTERNAL, "Interrupted while the engine was to let go of the environment's network", e);
        }
    }

    private void create(String environmentId, String name) {
        List<String> used = existing().stream()
                .map(EnvironmentNetworks::subnet)
                .flatMap(Optional::stream)
                .toList();
        for (String subnet : subnets.startingAt(name.hashCode())) {
            if (used.stream().noneMatch(other -> Subnets.overlap(subnet, other))
                    && create(environmentId, name, subnet)) {
                return;
            }
        }
        throw new StepException(
                Reason.RUNTIME_UNAVAILABLE,
                "No network is left for the environment: every subnet of slipway.docker.subnets is in use.");
    }

    /** Whether there is a network of this name now; false if the subnet turned out to be taken. */
    private boolean create(String environmentId, String name, String subnet) {
        try {
            engine.calls()
                    .createNetworkCmd()
                    .withName(name)
                    .withCheckDuplicate(true)
                    .withDriver("bridge")
                    .withIpam(new Network.Ipam()
                            .withDriver("default")
                            .withConfig(new Network.Ipam.Config()
                                    .withSubnet(subnet)
                                    .withIpRange(Subnets.upperHalf(subnet))))
                    .withLabels(Map.of(
                            Labels.INSTANCE,
                            engine.instance(),
                            Labels.ENVIRONMENT,
                            environmentId,
                            Labels.ROLE,
                            Labels.ROLE_NETWORK))
                    .exec();
            return true;
        } catch (ConflictException _) {
            return true; // another worker was faster
        } catch (RuntimeException e) {
            if (DockerEngine.message(e).contains("overlaps")) {
                return false;
            }
            throw engine.failure("Creating the environment's network", e);
        }
    }

    private Optional<Network> find(String name) {
        return existing().stream()
                .filter(network -> network.getName().equals(name))
                .filter(network -> engine.instance().equals(network.getLabels().get(Labels.INSTANCE)))
                .findFirst();
    }

    private List<Network> existing() {
        try {
            return engine.calls().listNetworksCmd().exec();
        } catch (RuntimeException e) {
            throw engine.failure("Listing networks", e);
        }
    }

    private Set<String> addresses(String environmentId) {
        return containers.find(Map.of(Labels.ENVIRONMENT, environmentId)).stream()
                .map(container -> container.label(Labels.ADDRESS))
                .collect(Collectors.toSet());
    }

    private static Optional<String> subnet(Network network) {
        if (network.getIpam() == null || network.getIpam().getConfig() == null) {
            return Optional.empty();
        }
        return network.getIpam().getConfig().stream()
                .map(Network.Ipam.Config::getSubnet)
                .filter(subnet -> subnet != null && subnet.contains(".") && subnet.contains("/"))
                .findFirst();
    }
}
