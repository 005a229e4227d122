package io.slipway.runtime.docker.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.slipway.events.EventJson;
import io.slipway.events.work.Endpoint;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepRef;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.Workload;
import io.slipway.runtime.WorkloadRuntime.Applied;
import io.slipway.runtime.docker.Labels;
import io.slipway.runtime.docker.engine.AddressTakenException;
import io.slipway.runtime.docker.engine.ContainerTemplate;
import io.slipway.runtime.docker.engine.ContainerView;
import io.slipway.runtime.docker.engine.PortTakenException;
import io.slipway.runtime.docker.workload.Instance.Mark;
import io.slipway.runtime.operation.AbandonedException;
import io.slipway.runtime.operation.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Brings one service to run.
 *
 * <ol>
 *   <li>What earlier, unfinished attempts left is removed; instances with the wanted hash are kept.
 *   <li>If none is missing, superfluous or down, nothing is touched.
 *   <li>Missing instances are created as candidates: without DNS names while others serve, and not restarted by the engine.
 *   <li>If old and new cannot run at the same time (a volume, a fixed port of the machine), the old ones are held first.
 *   <li>All are awaited. Any failure so far removes the candidates and brings back what was held.
 *   <li>From here there is no way back: candidates get the DNS names and serve, superfluous instances lose them, serve a
 *       little longer those who have just looked them up, and end.
 * </ol>
 *
 * <p>Every step looks at what there is on the engine, so a repetition after a crash goes on where the first one ended.
 */
final class Rollout {

    private static final int PORT_CHOICES = 20;

    private final WorkloadParts parts;
    private final Operation operation;
    private final Workload.Service service;
    private final StepLog log;
    private final StepRef step;

    /** Instances of the wanted version that this rollout had to start. */
    private final List<Instance> started = new ArrayList<>();

    Rollout(WorkloadParts parts, Operation operation, Workload.Service service, StepLog log) {
        this.parts = parts;
        this.operation = operation;
        this.service = service;
        this.log = log;
        this.step = operation.step();
    }

    Applied run() {
        String imageId = parts.images().ensure(service.image(), operation, log);
        String hash = SpecHash.of(service, imageId);
        operation.check();
        Found found = find(hash);
        if (found.complete(service.instances())) {
            parts.readiness().await(operation, service, found.keep(), log);
            return new Applied(true, endpoints(found.keep()));
        }
        List<Instance> serving;
        try {
            List<Instance> wanted = prepare(found, hash);
            parts.readiness().await(operation, service, wanted, log);
            operation.check();
            serving = serve(wanted);
        } catch (AbandonedException e) {
            throw e;
        } catch (RuntimeException e) {
            undo(e);
            throw e;
        }
        retire(found.superfluous());
        return new Applied(false, endpoints(serving));
    }

    /** Those that run are not found by name any more before they end: a client is never sent to one that has gone. */
    private void retire(List<Instance> superfluous) {
        List<Instance> running = superfluous.stream()
                .filter(instance -> !instance.held() && instance.container().running())
                .toList();
        if (!running.isEmpty() && !service.hostnames().isEmpty()) {
            String network = parts.names().network(step.environmentId());
            parts.networks().locked(step.environmentId(), () -> {
                parts.instances().withdraw(running, network);
                return true;
            });
            operation.linger(parts.settings().drain());
        }
        parts.instances().retire(superfluous);
    }

    private Found find(String hash) {
        List<Instance> keep = new ArrayList<>();
        List<Instance> candidates = new ArrayList<>();
        List<Instance> superfluous = new ArrayList<>();
        List<Instance> leftovers = new ArrayList<>();
        for (Instance instance : parts.instances().of(service.key())) {
            boolean same = instance.hash().equals(hash);
            if (instance.candidate()) {
                // One that was never started may lack its files.
                boolean usable = same
                        && instance.container().attempt() == step.attempt()
                        && !instance.container().state().equals("created");
                (usable ? candidates : leftovers).add(instance);
            } else if (instance.retiring()) {
                leftovers.add(instance);
            } else if (same && keep.size() < service.instances()) {
                keep.add(instance);
            } else {
                superfluous.add(instance);
            }
        }
        parts.instances().discard(leftovers);
        return new Found(keep, candidates, superfluous);
    }

    /** Starts what is missing; gives the instances of the wanted version. */
    private List<Instance> prepare(Found found, String hash) {
        List<Instance> wanted = new ArrayList<>(found.candidates());
        List<Instance> inTheWay = found.superfluous().stream()
                .filter(instance -> instance.container().active())
                .toList();
        if (!inTheWay.isEmpty() && cannotRunBeside(inTheWay)) {
            log.info("Stopping the previous version of " + service.name()
                    + " first: the new one needs its volume or port");
            parts.instances().hold(inTheWay);
            inTheWay = List.of();
        }
        boolean othersServe = !inTheWay.isEmpty()
                || found.keep().stream()
                        .anyMatch(instance -> instance.container().running());
        for (Instance instance : found.keep()) {
            if (instance.container().running() || startAgain(instance)) {
                wanted.add(instance);
            }
        }
        for (Instance instance : found.candidates()) {
            if (!instance.container().running()) {
                parts.containers().start(instance.id());
            }
        }
        Set<Integer> indices = new HashSet<>();
        wanted.forEach(instance -> indices.add(instance.index()));
        IntStream.range(0, service.instances())
                .filter(index -> !indices.contains(index))
                .limit(Math.max(0, service.instances() - wanted.size()))
                .forEach(index -> wanted.add(create(index, hash, othersServe)));
        wanted.sort(Comparator.comparingInt(Instance::index));
        return wanted;
    }

    /** Starts a stopped instance; if its port was given away meanwhile it is removed, for another to take its place. */
    private boolean startAgain(Instance instance) {
        try {
            if (instance.held()) {
                parts.instances().bringBack(instance);
            } else {
                parts.containers().start(instance.id());
            }
            started.add(instance);
            return true;
        } catch (PortTakenException | AddressTakenException e) {
            log.warning("The former address of " + service.name() + " is taken; it gets another one");
            parts.instances().discard(List.of(instance));
            return false;
        }
    }

    private boolean cannotRunBeside(List<Instance> running) {
        Set<Integer> held = new HashSet<>();
        running.forEach(instance -> instance.endpoints().forEach(endpoint -> held.add(PortChoice.hostPort(endpoint))));
        return !service.volumes().isEmpty()
                || service.ports().stream()
                        .map(PortChoice::fixed)
                        .flatMap(Optional::stream)
                        .anyMatch(held::contains);
    }

    private Instance create(int index, String hash, boolean othersServe) {
        Set<Integer> avoid = new HashSet<>();
        for (int i = 0; i < PORT_CHOICES; i++) {
            operation.check();
            List<Endpoint> endpoints = parts.ports().choose(service, index, avoid);
            ContainerView container = parts.networks()
                    .join(
                            service.key().environmentId(),
                            (network, address) ->
                                    create(template(index, hash, network, address, othersServe, endpoints)));
            try {
                parts.containers().start(container.id());
                return Instance.of(container).orElseThrow();
            } catch (PortTakenException e) {
                parts.containers().remove(container.id());
                refuseFixed(e);
                endpoints.forEach(endpoint -> avoid.add(PortChoice.hostPort(endpoint)));
            } catch (AddressTakenException _) {
                parts.containers().remove(container.id());
            }
        }
        throw new StepException(Reason.CONFLICT, "No free port or address was found for " + service.name() + ".");
    }

    private ContainerView create(ContainerTemplate template) {
        String id = parts.containers().create(template);
        return new ContainerView(id, template.name(), "running", "", template.image(), template.labels());
    }

    private void refuseFixed(PortTakenException e) {
        service.ports().stream()
                .map(PortChoice::fixed)
                .flatMap(Optional::stream)
                .filter(port -> String.valueOf(e.getMessage()).matches("(?s).*:" + port + "\\b.*"))
                .findFirst()
                .ifPresent(port -> {
                    throw new StepException(
                            Reason.CONFLICT,
                            "Port " + port + " of the machine, at which " + service.name()
                                    + " is to be published, is taken by another process or service. Free it, or choose"
                                    + " another external port.",
                            e);
                });
    }

    private ContainerTemplate template(
            int index,
            String hash,
            String network,
            @Nullable String address,
            boolean othersServe,
            List<Endpoint> endpoints) {
        Map<String, String> labels = new HashMap<>();
        if (address != null) {
            labels.put(Labels.ADDRESS, address);
        }
        labels.put(Labels.ENVIRONMENT, step.environmentId());
        labels.put(Labels.SERVICE, step.serviceId());
        labels.put(Labels.SERVICE_NAME, service.name());
        labels.put(Labels.DEPLOYMENT, step.deploymentId());
        labels.put(Labels.ATTEMPT, Long.toString(step.attempt()));
        labels.put(Labels.ROLE, Labels.ROLE_WORKLOAD);
        labels.put(Labels.INDEX, Integer.toString(index));
        labels.put(Labels.SPEC_HASH, hash);
        if (!endpoints.isEmpty()) {
            labels.put(Labels.ENDPOINTS, json(endpoints));
        }
        if (service.liveness() != null) {
            labels.put(Labels.LIVENESS, json(service.liveness()));
        }
        Map<String, String> volumes = new LinkedHashMap<>();
        service.volumes()
                .forEach(volume ->
                        volumes.put(volume.mountPoint(), parts.volumes().ensure(service.key(), volume.id())));
        return new ContainerTemplate(
                parts.names().workload(service.key(), service.name(), step.attempt(), index) + "-new",
                service.image().reference(),
                labels,
                service.input(),
                service.resources(),
                network,
                othersServe ? List.of() : service.hostnames(),
                address,
                PortChoice.published(endpoints, parts.settings().publishAddress()),
                volumes,
                List.of());
    }

    /** The wanted instances are ready: they serve from now on. */
    private List<Instance> serve(List<Instance> wanted) {
        List<Instance> serving = new ArrayList<>();
        for (Instance instance : wanted) {
            if (instance.candidate()) {
                serving.add(promote(instance));
            } else {
                serving.add(started.contains(instance) ? parts.instances().touch(instance, step.attempt()) : instance);
            }
        }
        return serving;
    }

    private Instance promote(Instance instance) {
        String network = parts.names().network(step.environmentId());
        List<String> names = service.hostnames();
        if (!parts.containers().aliases(instance.id(), network).containsAll(names)) {
            parts.networks().locked(step.environmentId(), () -> {
                parts.containers().rejoin(instance.id(), network, names);
                return true;
            });
        }
        parts.containers().keepRunning(instance.id());
        return parts.instances().touch(instance, step.attempt());
    }

    private void undo(RuntimeException cause) {
        try {
            parts.rollback().run(step, log);
            List<Instance> alone =
                    started.stream().filter(instance -> !instance.held()).toList();
            parts.instances().stop(alone);
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private static List<Endpoint> endpoints(List<Instance> instances) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (Instance instance : instances) {
            endpoints.addAll(instance.endpoints());
        }
        if (!endpoints.isEmpty() && endpoints.stream().noneMatch(Endpoint::isDefault)) {
            Endpoint first = endpoints.getFirst();
            endpoints.set(0, new Endpoint(first.portName(), first.internalPort(), first.url(), true));
        }
        return endpoints;
    }

    private static String json(Object value) {
        try {
            return EventJson.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What there is.
     *
     * @param keep instances of the wanted version that serve or are stopped
     * @param candidates of this very attempt, from before a crash
     * @param superfluous instances of other versions, or too many
     */
    private record Found(List<Instance> keep, List<Instance> candidates, List<Instance> superfluous) {

        private boolean complete(int instances) {
            return keep.size() == instances
                    && candidates.isEmpty()
                    && superfluous.isEmpty()
                    && keep.stream()
                            .allMatch(instance -> instance.container().running() && instance.mark() == Mark.SERVING);
        }
    }
}
