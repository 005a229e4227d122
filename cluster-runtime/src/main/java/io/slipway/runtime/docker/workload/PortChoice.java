package io.slipway.runtime.docker.workload;

import io.slipway.events.spec.RunSpec.PortSpec;
import io.slipway.events.spec.RunSpec.Protocol;
import io.slipway.events.work.Endpoint;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.Workload;
import io.slipway.runtime.docker.Labels;
import io.slipway.runtime.docker.WorkloadSettings;
import io.slipway.runtime.docker.engine.ContainerTemplate.PublishedPort;
import io.slipway.runtime.docker.engine.Containers;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses the ports of the machine at which an instance's ports are published. Where the service asks for none, the search
 * begins at a place that follows from service, port and instance, so that a service usually comes back to its address.
 */
final class PortChoice {

    private final Containers containers;
    private final WorkloadSettings settings;

    PortChoice(Containers containers, WorkloadSettings settings) {
        this.containers = containers;
        this.settings = settings;
    }

    /**
     * The port of the machine that this port has to have, if any. The ports 80 and 443 of web ports are those of a shared
     * entry that this runtime does not have: there the address is chosen.
     */
    static Optional<Integer> fixed(PortSpec port) {
        Integer wanted = port.externalPort();
        boolean web = port.protocol() == Protocol.HTTP || port.protocol() == Protocol.GRPC;
        boolean shared = wanted != null && web && (wanted == 80 || wanted == 443);
        return port.publiclyAccessible() && !shared ? Optional.ofNullable(wanted) : Optional.empty();
    }

    /** Addresses for the published ports of instance {@code index}, none of them at a port in {@code avoid}. */
    List<Endpoint> choose(Workload.Service service, int index, Set<Integer> avoid) {
        List<PortSpec> published =
                service.ports().stream().filter(PortSpec::publiclyAccessible).toList();
        if (published.isEmpty()) {
            return List.of();
        }
        Set<Integer> taken = new HashSet<>(avoid);
        taken.addAll(inUse());
        PortSpec byDefault =
                published.stream().filter(PortSpec::isDefault).findFirst().orElse(published.getFirst());
        List<Endpoint> endpoints = new ArrayList<>();
        for (PortSpec port : published) {
            // One port of the machine cannot lead to two instances: the first one has it.
            int hostPort = index == 0 && fixed(port).isPresent()
                    ? fixed(port).get()
                    : free(Objects.hash(service.key(), port.internalPort(), index), taken);
            taken.add(hostPort);
            endpoints.add(new Endpoint(
                    port.name(), port.internalPort(), url(port, hostPort), index == 0 && port.equals(byDefault)));
        }
        return endpoints;
    }

    static List<PublishedPort> published(List<Endpoint> endpoints, String hostAddress) {
        return endpoints.stream()
                .map(endpoint -> new PublishedPort(
                        endpoint.internalPort(), endpoint.url().startsWith("udp:"), hostAddress, hostPort(endpoint)))
                .toList();
    }

    static int hostPort(Endpoint endpoint) {
        return URI.create(endpoint.url()).getPort();
    }

    private String url(PortSpec port, int hostPort) {
        String scheme = switch (port.protocol()) {
            case HTTP -> "http";
            case GRPC, TCP -> "tcp";
            case UDP -> "udp";
        };
        String host = settings.publishAddress().equals("0.0.0.0") ? "127.0.0.1" : settings.publishAddress();
        return scheme + "://" + host + ":" + hostPort;
    }

    private int free(int seed, Set<Integer> taken) {
        int count = settings.lastPort() - settings.firstPort() + 1;
        for (int i = 0; i < count; i++) {
            int port = settings.firstPort() + Math.floorMod(seed + i, count);
            if (!taken.contains(port)) {
                return port;
            }
        }
        throw new StepException(
                Reason.CONFLICT,
                "No port of the machine is left between " + settings.firstPort() + " and " + settings.lastPort() + ".");
    }

    /** Also those of stopped containers, which come back. */
    private Set<Integer> inUse() {
        Set<Integer> ports = new HashSet<>();
        containers.find(Map.of(Labels.ROLE, Labels.ROLE_WORKLOAD)).stream()
                .map(Instance::of)
                .flatMap(Optional::stream)
                .flatMap(instance -> instance.endpoints().stream())
                .forEach(endpoint -> ports.add(hostPort(endpoint)));
        return ports;
    }
}
