package io.slipway.runtime.kubernetes.workload;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepRef;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.Workload;
import io.slipway.runtime.WorkloadRuntime;
import io.slipway.runtime.kubernetes.Labels;
import io.slipway.runtime.kubernetes.client.Apply;
import io.slipway.runtime.kubernetes.client.Cluster;
import io.slipway.runtime.kubernetes.client.Failures;
import io.slipway.runtime.kubernetes.client.Namespaces;
import io.slipway.runtime.kubernetes.client.PodLogs;
import io.slipway.runtime.kubernetes.object.ScheduleObjects;
import io.slipway.runtime.kubernetes.object.ServiceObjects;
import io.slipway.runtime.kubernetes.watch.Observation;
import io.slipway.runtime.operation.AbandonedException;
import io.slipway.runtime.operation.Operation;
import io.slipway.runtime.operation.Operations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * {@link WorkloadRuntime} on a cluster. The cluster is the state: objects are found by their labels, and what is known of a
 * service beyond them is in its record, see {@link Records}.
 */
public final class KubernetesWorkloadRuntime implements WorkloadRuntime {

    private static final Applied NOTHING_TO_DO = new Applied(true, List.of());
    private static final Applied DONE = new Applied(false, List.of());
    private static final int NAMESPACE_TRIES = 3;

    private final Cluster cluster;
    private final Operations operations;
    private final WorkloadParts parts;

    /** Works on {@code cluster}. */
    public KubernetesWorkloadRuntime(
            Cluster cluster, Apply apply, Namespaces namespaces, Operations operations, PodLogs logs) {
        this.cluster = cluster;
        this.operations = operations;
        Records records = new Records(cluster);
        RolloutWait wait = new RolloutWait(cluster, logs);
        this.parts = new WorkloadParts(
                cluster, apply, namespaces, records, wait, new Restore(cluster, apply, records, wait));
    }

    @Override
    public CompletionStage<Applied> apply(StepRef step, Workload workload, Instant deadline, StepLog log) {
        return submit(
                step,
                deadline,
                operation -> inNamespace(() -> switch (workload) {
                    case Workload.Service service -> new Rollout(parts, operation, service, log).run();
                    case Workload.Scheduled scheduled -> schedule(operation, scheduled, log);
                }));
    }

    @Override
    public CompletionStage<Applied> stop(StepRef step, StepLog log) {
        return submit(step, Operation.NO_DEADLINE, operation -> {
            ServiceKey service = ServiceKey.of(step);
            ServiceRecord record = parts.records().pass(step);
            if (record.pending() != null) {
                // What was never finished does not come back when the service is started again.
                parts.restore().run(operation, record.stopping(), log);
            }
            List<HasMetadata> running = running(service);
            if (record.version() == null && running.isEmpty()) {
                return NOTHING_TO_DO;
            }
            parts.records().update(step, now -> now.touched(step.attempt()).stopping());
            running.forEach(this::halt);
            awaitEnd(operation, service, running);
            return running.isEmpty() && record.pending() == null ? NOTHING_TO_DO : DONE;
        });
    }

    @Override
    public CompletionStage<Applied> restart(StepRef step, Workload workload, Instant deadline, StepLog log) {
        return submit(step, deadline, operation -> switch (workload) {
            case Workload.Service service -> restart(operation, service, log);
            case Workload.Scheduled _ -> NOTHING_TO_DO;
        });
    }

    @Override
    public CompletionStage<Applied> delete(StepRef step, StepLog log) {
        return submit(step, Operation.NO_DEADLINE, operation -> {
            ServiceKey service = ServiceKey.of(step);
            parts.records().pass(step);
            List<HasMetadata> all = everything(service);
            all.stream().filter(object -> !Apply.isRecord(object)).forEach(parts.apply()::delete);
            awaitGone(operation, service);
            parts.records().remove(service);
            parts.namespaces().removeIfUnused(operation, service.environmentId(), log);
            return all.isEmpty() ? NOTHING_TO_DO : DONE;
        });
    }

    @Override
    public CompletionStage<Void> cancel(StepRef step) {
        operations.cancel(step);
        // Comes after whatever runs for the service, which undoes itself; this is for what a crashed process left.
        return operations
                .submit(step, Operation.NO_DEADLINE, operation -> {
                    ServiceRecord record = parts.records().read(ServiceKey.of(step));
                    if (record.pending() != null && record.pending() == step.attempt()) {
                        parts.restore().run(operation, record, StepLog.NONE);
                    }
                    return true;
                })
                .thenAccept(_ -> {});
    }

    private Applied schedule(Operation operation, Workload.Scheduled scheduled, StepLog log) {
        StepRef step = operation.step();
        ScheduleObjects objects = ScheduleObjects.of(cluster.config(), cluster.names(), scheduled);
        String namespace = parts.namespaces().ensure(operation, scheduled.environment(), log);
        ServiceRecord record = parts.records().pass(step);
        Map<String, String> labels = Labels.service(cluster.instance(), scheduled.key());
        CronJob wanted = Apply.stamp(objects.cronJob());
        List<HasMetadata> open = List.of(wanted);
        Optional<CronJob> live = parts.apply().find(wanted);
        live.ifPresent(there -> Apply.refuseForeign(there, wanted));
        boolean asWanted = record.pending() == null
                && !record.stopped()
                && live.filter(there -> !Boolean.TRUE.equals(there.getSpec().getSuspend()))
                        .isPresent()
                && Stream.concat(objects.secrets().stream(), Stream.of(objects.cronJob()))
                        .allMatch(parts.apply()::upToDate)
                && parts.apply().list(namespace, labels).stream()
                        .allMatch(there ->
                                Apply.isRecord(there) || there instanceof Job || Controllers.needs(open, there));
        if (asWanted) {
            parts.records().update(step, now -> now.touched(step.attempt()));
            return NOTHING_TO_DO;
        }
        operation.check();
        parts.records().update(step, now -> now.begun(step.attempt()));
        try {
            objects.secrets().forEach(parts.apply()::apply);
            parts.apply().send(wanted);
        } catch (RuntimeException e) {
            undo(operation, e, log);
            throw e;
        }
        parts.records().update(step, now -> now.serving(open));
        parts.apply().prune(namespace, labels, there -> there instanceof Job || Controllers.needs(open, there));
        return DONE;
    }

    private Applied restart(Operation operation, Workload.Service service, StepLog log) {
        StepRef step = operation.step();
        ServiceRecord record = parts.records().pass(step);
        Optional<HasMetadata> serving = Controllers.in(record.serving());
        Optional<HasMetadata> live = serving.flatMap(controller -> parts.apply().find(controller));
        List<io.slipway.events.work.Endpoint> endpoints =
                ServiceObjects.of(cluster.config(), cluster.names(), service).endpoints();
        if (live.isEmpty() || Controllers.replicas(live.get()) == 0) {
            return new Applied(true, endpoints);
        }
        String attempt = Long.toString(step.attempt());
        // A repetition after a crash does not restart the pods twice.
        if (Controllers.restarted(serving.get()).equals(attempt) && record.pending() == null) {
            return new Applied(false, endpoints);
        }
        HasMetadata restarted = Controllers.withReplicas(
                Controllers.withRestarted(serving.get(), attempt),
                Controllers.wanted(serving.get(), record.serving(), live.get()));
        List<HasMetadata> open = new ArrayList<>(record.serving());
        open.replaceAll(object -> Controllers.isController(object) ? restarted : object);
        parts.records().update(step, now -> now.begun(step.attempt()));
        try {
            log.info("Restarting the instances of " + service.name());
            HasMetadata applied = parts.apply().send(restarted);
            Long generation = applied.getMetadata().getGeneration();
            parts.rollouts().await(operation, service, restarted, generation == null ? 0 : generation, log);
            operation.check();
        } catch (RuntimeException e) {
            undo(operation, e, log);
            throw e;
        }
        parts.records().update(step, now -> now.serving(open));
        return new Applied(false, endpoints);
    }

    private void undo(Operation operation, RuntimeException cause, StepLog log) {
        if (cause instanceof AbandonedException) {
            return;
        }
        try {
            parts.restore().run(operation, parts.records().read(ServiceKey.of(operation.step())), log);
        } catch (AbandonedException e) {
            throw e;
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    /** Controllers and schedules of the service that are not halted. */
    private List<HasMetadata> running(ServiceKey service) {
        String namespace = parts.namespaces().name(service.environmentId());
        Map<String, String> labels = Labels.service(cluster.instance(), service);
        List<HasMetadata> running = new ArrayList<>();
        parts.apply().list(Deployment.class, namespace, labels).stream()
                .filter(one -> Controllers.replicas(one) > 0)
                .forEach(running::add);
        parts.apply().list(StatefulSet.class, namespace, labels).stream()
                .filter(one -> Controllers.replicas(one) > 0)
                .forEach(running::add);
        parts.apply().list(CronJob.class, namespace, labels).stream()
                .filter(one -> !Boolean.TRUE.equals(one.getSpec().getSuspend()))
                .forEach(running::add);
        return running;
    }

    private void halt(HasMetadata object) {
        String patch =
                Controllers.isController(object) ? "{\"spec\":{\"replicas\":0}}" : "{\"spec\":{\"suspend\":true}}";
        cluster.call("Stopping " + Apply.title(object), () -> {
            var context = io.fabric8.kubernetes.client.dsl.base.PatchContext.of(
                    io.fabric8.kubernetes.client.dsl.base.PatchType.JSON_MERGE);
            context.setFieldManager(Apply.FIELD_MANAGER);
            return cluster.client().resource(object).patch(context, patch);
        });
        if (object instanceof CronJob) {
            Map<String, String> runs = Map.of(
                    Labels.SERVICE, Apply.label(object, Labels.SERVICE),
                    Labels.INSTANCE, Apply.label(object, Labels.INSTANCE),
                    Labels.ROLE, Labels.ROLE_SCHEDULED_RUN);
            parts.apply()
                    .list(Job.class, object.getMetadata().getNamespace(), runs)
                    .forEach(parts.apply()::delete);
        }
    }

    private void awaitEnd(Operation operation, ServiceKey service, List<HasMetadata> halted) {
        Optional<HasMetadata> controller = Controllers.in(halted);
        if (controller.isPresent() && !parts.rollouts().gone(operation, service, controller.get(), false)) {
            throw new StepException(
                    Reason.RUNTIME_UNAVAILABLE,
                    "Pods of the service were told to end, but are still there. Their node may not answer.");
        }
    }

    private List<HasMetadata> everything(ServiceKey service) {
        String namespace = parts.namespaces().name(service.environmentId());
        Map<String, String> labels = Labels.service(cluster.instance(), service);
        List<HasMetadata> all = new ArrayList<>(parts.apply().list(namespace, labels));
        all.addAll(parts.apply().claims(namespace, labels));
        return all;
    }

    private void awaitGone(Operation operation, ServiceKey service) {
        String namespace = parts.namespaces().name(service.environmentId());
        Map<String, String> labels = Labels.service(cluster.instance(), service);
        Instant end = Instant.now().plus(cluster.config().deletionTimeout());
        try (Observation observation = new Observation(cluster, namespace)) {
            List<Supplier<? extends List<? extends HasMetadata>>> kinds = List.of(
                    observation.of(Pod.class, labels),
                    observation.of(Deployment.class, labels),
                    observation.of(StatefulSet.class, labels),
                    observation.of(CronJob.class, labels),
                    observation.of(Job.class, labels),
                    observation.of(PersistentVolumeClaim.class, labels));
            observation.start(operation);
            while (true) {
                CompletableFuture<Void> change = observation.change();
                List<? extends HasMetadata> left =
                        kinds.stream().flatMap(kind -> kind.get().stream()).toList();
                if (left.isEmpty()) {
                    return;
                }
                if (!Instant.now().isBefore(end)) {
                    throw new StepException(
                            Reason.RUNTIME_UNAVAILABLE,
                            "What the service consists of was deleted, but does not go away: "
                                    + String.join(
                                            "; ",
                                            left.stream()
                                                    .map(KubernetesWorkloadRuntime::blocker)
                                                    .toList())
                                    + ". Remove what blocks it, then try again.");
                }
                operation.await(change, java.time.Duration.between(Instant.now(), end));
            }
        }
    }

    private static String blocker(HasMetadata object) {
        List<String> finalizers = object.getMetadata().getFinalizers();
        return Apply.title(object)
                + (finalizers == null || finalizers.isEmpty()
                        ? ""
                        : " (finalizers " + String.join(", ", finalizers) + ")");
    }

    /** Once more if somebody deleted the namespace in the meantime. */
    private static Applied inNamespace(Supplier<Applied> work) {
        for (int i = 1; ; i++) {
            try {
                return work.get();
            } catch (StepException e) {
                if (i >= NAMESPACE_TRIES
                        || !(e.getCause() instanceof io.fabric8.kubernetes.client.KubernetesClientException cause
                                && Failures.terminating(cause))) {
                    throw e;
                }
            }
        }
    }

    private CompletionStage<Applied> submit(StepRef step, Instant deadline, Function<Operation, Applied> work) {
        return operations.submit(step, deadline, operation -> {
            operation.check();
            try {
                return work.apply(operation);
            } catch (io.fabric8.kubernetes.client.KubernetesClientException e) {
                throw cluster.failure("Step " + step.attempt() + " of the service", e);
            }
        });
    }
}
