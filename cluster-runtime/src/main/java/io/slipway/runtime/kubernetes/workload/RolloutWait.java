package io.slipway.runtime.kubernetes.workload;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.slipway.events.status.DeploymentLogLine.Level;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.LogLine;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.Workload;
import io.slipway.runtime.kubernetes.KubernetesConfig;
import io.slipway.runtime.kubernetes.Labels;
import io.slipway.runtime.kubernetes.client.Cluster;
import io.slipway.runtime.kubernetes.client.PodLogs;
import io.slipway.runtime.kubernetes.object.PodProcess;
import io.slipway.runtime.kubernetes.watch.Observation;
import io.slipway.runtime.kubernetes.workload.RolloutProgress.Seen;
import io.slipway.runtime.kubernetes.workload.RolloutProgress.Verdict;
import io.slipway.runtime.operation.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Waits for what the cluster makes of what was applied. */
final class RolloutWait {

    private static final int LINES_IN_MESSAGE = 5;
    private static final Duration AFTER_GRACE = Duration.ofSeconds(20);

    private final Cluster cluster;
    private final PodLogs logs;

    RolloutWait(Cluster cluster, PodLogs logs) {
        this.cluster = cluster;
        this.logs = logs;
    }

    /**
     * Returns when the version that was applied is available.
     *
     * @param generation the controller's when it was applied
     * @throws StepException that says why it does not get ready, as soon as that is certain
     */
    void await(Operation operation, Workload.Service service, HasMetadata controller, long generation, StepLog log) {
        KubernetesConfig config = cluster.config();
        RolloutProgress progress = new RolloutProgress(
                service.name(),
                generation,
                config.startRetries(),
                config.unschedulableGrace(),
                config.pullGrace(),
                service.resources().memoryMib());
        String told = "";
        try (Observation observation = new Observation(cluster, namespace(service.key()))) {
            Supplier<Seen> look = look(observation, service.key(), controller);
            observation.start(operation);
            while (true) {
                CompletableFuture<Void> change = observation.change();
                Seen seen = look.get();
                Instant now = Instant.now();
                switch (progress.of(seen, now)) {
                    case Verdict.Done _ -> {
                        return;
                    }
                    case Verdict.Broken broken -> throw failure(service, broken, log);
                    case Verdict.Waiting waiting -> {
                        if (!now.isBefore(operation.deadline())) {
                            throw failure(service, progress.late(seen, now), log);
                        }
                        if (!waiting.what().equals(told)) {
                            told = waiting.what();
                            log.info(told);
                        }
                        Instant until = waiting.lookAgainAt() == null
                                        || waiting.lookAgainAt().isAfter(operation.deadline())
                                ? operation.deadline()
                                : waiting.lookAgainAt();
                        operation.await(change, Duration.between(now, until));
                    }
                }
            }
        }
    }

    /**
     * Waits, also when cancelled, until only the pods are left that {@code controller} wants, but no longer than they may
     * take to end.
     */
    void settle(Operation operation, ServiceKey service, HasMetadata controller) {
        RolloutProgress progress = new RolloutProgress("", 0, 0, Duration.ZERO, Duration.ZERO, 0);
        until(operation, service, controller, true, seen -> {
            int wanted = seen.controller() == null ? 0 : Controllers.replicas(seen.controller());
            return wanted == 0
                    ? seen.pods().isEmpty()
                    : progress.of(seen, Instant.now()) instanceof Verdict.Done
                            && seen.pods().size()
                                    == RolloutProgress.newPods(seen).size();
        });
    }

    /**
     * Waits until the service has no pods.
     *
     * @return whether that came true in the time that they may take to end
     */
    boolean gone(Operation operation, ServiceKey service, HasMetadata controller, boolean alsoWhenCancelled) {
        return until(
                operation,
                service,
                controller,
                alsoWhenCancelled,
                seen -> seen.pods().isEmpty());
    }

    private boolean until(
            Operation operation,
            ServiceKey service,
            HasMetadata controller,
            boolean alsoWhenCancelled,
            Predicate<Seen> enough) {
        Instant end = Instant.now().plus(cluster.config().stopGrace()).plus(AFTER_GRACE);
        try (Observation observation = new Observation(cluster, namespace(service))) {
            Supplier<Seen> look = look(observation, service, controller);
            CompletableFuture<Void> known = observation.begin();
            wait(operation, known, Duration.between(Instant.now(), end), alsoWhenCancelled);
            while (Instant.now().isBefore(end)) {
                CompletableFuture<Void> change = observation.change();
                if (enough.test(look.get())) {
                    return true;
                }
                wait(operation, change, Duration.between(Instant.now(), end), alsoWhenCancelled);
            }
            return false;
        }
    }

    private static void wait(
            Operation operation, CompletableFuture<Void> future, Duration atMost, boolean alsoWhenCancelled) {
        if (alsoWhenCancelled) {
            operation.settle(future, atMost);
        } else {
            operation.await(future, atMost);
        }
    }

    private Supplier<Seen> look(Observation observation, ServiceKey service, HasMetadata controller) {
        Map<String, String> labels = Labels.service(cluster.instance(), service, Labels.ROLE_WORKLOAD);
        String name = controller.getMetadata().getName();
        Supplier<? extends List<? extends HasMetadata>> controllers = controller instanceof StatefulSet
                ? observation.of(StatefulSet.class, labels)
                : observation.of(Deployment.class, labels);
        Supplier<List<ReplicaSet>> replicaSets =
                controller instanceof StatefulSet ? List::of : observation.of(ReplicaSet.class, labels);
        Supplier<List<Pod>> pods = observation.of(Pod.class, labels);
        Supplier<List<Event>> events = observation.of(Event.class, Map.of());
        return () -> new Seen(
                controllers.get().stream()
                        .filter(one -> one.getMetadata().getName().equals(name))
                        .findFirst()
                        .orElse(null),
                replicaSets.get(),
                pods.get(),
                events.get());
    }

    private StepException failure(Workload.Service service, Verdict.Broken broken, StepLog log) {
        if (broken.crashed() == null) {
            return new StepException(broken.reason(), broken.message());
        }
        List<LogLine> lines = logs.last(
                namespace(service.key()), broken.crashed(), PodProcess.CONTAINER, LINES_IN_MESSAGE, broken.previous());
        lines.forEach(line -> log.line(Level.WARNING, line.text(), line.at()));
        return new StepException(
                broken.reason(),
                broken.message()
                        + (lines.isEmpty()
                                ? " It wrote nothing."
                                : " Its last lines:\n"
                                        + lines.stream().map(LogLine::text).collect(Collectors.joining("\n"))));
    }

    private String namespace(ServiceKey service) {
        return cluster.names().namespace(service.environmentId());
    }
}
