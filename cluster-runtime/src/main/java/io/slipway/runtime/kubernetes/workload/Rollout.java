package io.slipway.runtime.kubernetes.workload;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.slipway.events.work.StepRef;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.Workload;
import io.slipway.runtime.WorkloadRuntime.Applied;
import io.slipway.runtime.kubernetes.Labels;
import io.slipway.runtime.kubernetes.client.Apply;
import io.slipway.runtime.kubernetes.client.Cluster;
import io.slipway.runtime.kubernetes.object.ServiceObjects;
import io.slipway.runtime.operation.AbandonedException;
import io.slipway.runtime.operation.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings one service to run.
 *
 * <ol>
 *   <li>If all objects are as they are wanted, none is superfluous and the pods are there, nothing is touched.
 *   <li>The record notes that this attempt changes the service: from now on a crash leaves a trace, and what served before
 *       is in the record until the end.
 *   <li>Secrets, then the controller, then what leads to its pods is applied. Objects that are as wanted are left alone.
 *   <li>The cluster replaces the pods; it is waited for until the new version is available or certainly never will be.
 *   <li>Then the record notes what serves now, and what the configuration wants no more is removed. If it failed or was
 *       cancelled, what served before is brought back.
 * </ol>
 */
final class Rollout {

    private final WorkloadParts parts;
    private final Operation operation;
    private final StepRef step;
    private final Workload.Service service;
    private final StepLog log;
    private final String namespace;
    private final Map<String, String> labels;

    Rollout(WorkloadParts parts, Operation operation, Workload.Service service, StepLog log) {
        this.parts = parts;
        this.operation = operation;
        this.step = operation.step();
        this.service = service;
        this.log = log;
        Cluster cluster = parts.cluster();
        this.namespace = cluster.names().namespace(service.key().environmentId());
        this.labels = Labels.service(cluster.instance(), service.key());
    }

    Applied run() {
        ServiceObjects objects =
                ServiceObjects.of(parts.cluster().config(), parts.cluster().names(), service);
        parts.namespaces().ensure(operation, service.environment(), log);
        ServiceRecord record = parts.records().pass(step);
        List<HasMetadata> others = withoutTakenNames(objects);
        List<HasMetadata> open = new ArrayList<>();
        Optional<HasMetadata> live = parts.apply().find(objects.controller());
        live.ifPresent(there -> Apply.refuseForeign(there, objects.controller()));
        HasMetadata controller = controller(objects, others, record, live.orElse(null));
        open.add(controller);
        others.forEach(object -> open.add(Apply.stamp(object)));
        operation.check();
        if (isAsWanted(objects, open, record, live.orElse(null))) {
            parts.records().update(step, now -> now.touched(step.attempt()));
            parts.rollouts().await(operation, service, controller, generation(live.orElse(controller)), log);
            return new Applied(true, objects.endpoints());
        }
        parts.records().update(step, now -> now.begun(step.attempt()));
        try {
            objects.secrets().forEach(parts.apply()::apply);
            HasMetadata applied = roll(controller, live.orElse(null));
            others.forEach(parts.apply()::apply);
            parts.rollouts().await(operation, service, controller, generation(applied), log);
            operation.check();
        } catch (AbandonedException e) {
            throw e;
        } catch (RuntimeException e) {
            undo(e);
            throw e;
        }
        parts.records().update(step, now -> now.serving(open));
        parts.apply().prune(namespace, labels, object -> Controllers.needs(open, object));
        return new Applied(false, objects.endpoints());
    }

    /** As it has to be sent: with the mark of the last restart, and as many pods as an autoscaler has decided. */
    private static HasMetadata controller(
            ServiceObjects objects, List<HasMetadata> others, ServiceRecord record, @Nullable HasMetadata live) {
        HasMetadata wanted = Apply.stamp(objects.controller());
        int replicas = Controllers.wanted(wanted, others, live);
        String restarted =
                Controllers.in(record.serving()).map(Controllers::restarted).orElse("");
        return Controllers.withRestarted(Controllers.withReplicas(wanted, replicas), restarted);
    }

    /** The first name has to be the service's own; of the others, those are left out that another service has. */
    private List<HasMetadata> withoutTakenNames(ServiceObjects objects) {
        List<HasMetadata> kept = new ArrayList<>();
        boolean first = true;
        for (HasMetadata object : objects.others()) {
            if (object instanceof Service name) {
                Optional<Service> there = parts.apply().find(name);
                if (!first && there.filter(one -> !Apply.mine(one, name)).isPresent()) {
                    log.warning(
                            "The name " + name.getMetadata().getName()
                                    + " leads to another service of the environment already; this one is reached by its others");
                    continue;
                }
                there.ifPresent(one -> Apply.refuseForeign(one, name));
                first = false;
            }
            kept.add(object);
        }
        return kept;
    }

    private boolean isAsWanted(
            ServiceObjects objects, List<HasMetadata> open, ServiceRecord record, @Nullable HasMetadata live) {
        return record.pending() == null
                && !record.stopped()
                && !record.serving().isEmpty()
                && live != null
                && Controllers.replicas(live) == Controllers.replicas(open.getFirst())
                && objects.all().stream()
                        .filter(object -> open.stream().anyMatch(one -> same(one, object))
                                || objects.secrets().contains(object))
                        .allMatch(parts.apply()::upToDate)
                && parts.apply().list(namespace, labels).stream()
                        .allMatch(there -> Apply.isRecord(there) || Controllers.needs(open, there));
    }

    private static boolean same(HasMetadata one, HasMetadata other) {
        return one.getKind().equals(other.getKind())
                && one.getMetadata().getName().equals(other.getMetadata().getName());
    }

    private HasMetadata roll(HasMetadata controller, @Nullable HasMetadata live) {
        if (live != null && Volumes.differ(live, controller)) {
            new Volumes(parts.cluster(), log).grow(controller, parts.apply().claims(namespace, labels));
            parts.apply().detach(live);
        }
        return parts.apply().send(controller);
    }

    private void undo(RuntimeException cause) {
        try {
            parts.restore().run(operation, parts.records().read(service.key()), log);
        } catch (AbandonedException e) {
            throw e;
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
            log.warning("Going back to the former version failed: " + e.getMessage());
        }
    }

    private static long generation(HasMetadata controller) {
        Long generation = controller.getMetadata().getGeneration();
        return generation == null ? 0 : generation;
    }
}
