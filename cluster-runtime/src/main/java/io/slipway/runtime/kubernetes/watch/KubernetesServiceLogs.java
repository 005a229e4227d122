package io.slipway.runtime.kubernetes.watch;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.slipway.runtime.Handle;
import io.slipway.runtime.ImageVersion;
import io.slipway.runtime.LogLine;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.ServiceLogs;
import io.slipway.runtime.kubernetes.Labels;
import io.slipway.runtime.kubernetes.client.Apply;
import io.slipway.runtime.kubernetes.client.Cluster;
import io.slipway.runtime.kubernetes.client.PodLogs;
import io.slipway.runtime.kubernetes.object.PodProcess;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@link ServiceLogs} on a cluster. */
public final class KubernetesServiceLogs implements ServiceLogs {

    private static final Set<String> ROLES = Set.of(Labels.ROLE_WORKLOAD, Labels.ROLE_JOB, Labels.ROLE_SCHEDULED_RUN);

    private final Cluster cluster;
    private final Apply apply;
    private final PodLogs logs;
    private final Executor threads;

    /** Reads the logs of the pods of {@code cluster}. */
    public KubernetesServiceLogs(Cluster cluster, Apply apply, PodLogs logs, Executor threads) {
        this.cluster = cluster;
        this.apply = apply;
        this.logs = logs;
        this.threads = threads;
    }

    @Override
    public CompletionStage<List<LogLine>> last(ServiceKey service, int count) {
        return CompletableFuture.supplyAsync(
                () -> {
                    List<LogLine> lines = new ArrayList<>();
                    apply.list(Pod.class, namespace(service), labels(service)).stream()
                            .filter(KubernetesServiceLogs::counts)
                            .forEach(pod -> lines.addAll(logs.last(
                                    namespace(service),
                                    pod.getMetadata().getName(),
                                    PodProcess.CONTAINER,
                                    count,
                                    false)));
                    lines.sort(Comparator.comparing(LogLine::at));
                    return List.copyOf(lines);
                },
                threads);
    }

    @Override
    public Handle follow(ServiceKey service, int count, Consumer<LogLine> listener) {
        return new Follow(service, count, listener);
    }

    private String namespace(ServiceKey service) {
        return cluster.names().namespace(service.environmentId());
    }

    private Map<String, String> labels(ServiceKey service) {
        return Labels.service(cluster.instance(), service);
    }

    private static boolean counts(Pod pod) {
        return ROLES.contains(Apply.label(pod, Labels.ROLE));
    }

    /** Follows each process of the service's pods; one that is started again in its pod is a new one. */
    private final class Follow implements Handle {

        private final ServiceKey service;
        private final int count;
        private final Consumer<LogLine> listener;
        private final Observation observation;
        private final Supplier<List<Pod>> pods;
        private final Map<String, PodLogs.Following> followed = new HashMap<>();
        private final Map<String, Progress> progresses = new HashMap<>();
        private boolean first = true;
        private boolean closed;

        private Follow(ServiceKey service, int count, Consumer<LogLine> listener) {
            this.service = service;
            this.count = count;
            this.listener = listener;
            this.observation = new Observation(cluster, namespace(service));
            this.pods = observation.of(Pod.class, labels(service));
            var _ = observation.begin().thenRunAsync(this::look, threads);
        }

        private synchronized void look() {
            if (closed) {
                return;
            }
            CompletableFuture<Void> change = observation.change();
            for (Pod pod : pods.get()) {
                process(pod).ifPresent(process -> {
                    if (!followed.containsKey(process)) {
                        // Of processes that come later everything is new.
                        followed.put(
                                process,
                                logs.followProcess(
                                        namespace(service),
                                        pod.getMetadata().getName(),
                                        PodProcess.CONTAINER,
                                        process,
                                        first ? count : PodLogs.ALL,
                                        lines(pod, process)));
                    }
                });
            }
            first = false;
            var _ = change.thenRunAsync(this::look, threads);
        }

        /**
         * What one process writes. A log that breaks off just when its process is started again may be read on as that of
         * the next process, which is followed, too: what one of the two has told is not told again by the other.
         */
        private Consumer<LogLine> lines(Pod pod, String process) {
            String version = pod.getSpec().getContainers().stream()
                    .filter(container -> PodProcess.CONTAINER.equals(container.getName()))
                    .map(container -> ImageVersion.of(container.getImage()))
                    .findFirst()
                    .orElse("");
            Progress progress = progresses.computeIfAbsent(pod.getMetadata().getUid(), _ -> new Progress());
            return line -> {
                if (progress.isNew(process, line.at())) {
                    listener.accept(line.by(version));
                }
            };
        }

        /** The process that runs in the pod or has ended there last; empty if none has begun. */
        private static Optional<String> process(Pod pod) {
            if (!counts(pod) || pod.getStatus() == null) {
                return Optional.empty();
            }
            return pod.getStatus().getContainerStatuses().stream()
                    .filter(status -> PodProcess.CONTAINER.equals(status.getName()))
                    .filter(status -> status.getState() != null
                            && (status.getState().getRunning() != null
                                    || status.getState().getTerminated() != null))
                    .map(ContainerStatus::getContainerID)
                    .filter(id -> id != null && !id.isEmpty())
                    .findFirst();
        }

        @Override
        public synchronized void close() {
            closed = true;
            observation.close();
            followed.values().forEach(PodLogs.Following::close);
        }
    }

    /** How far the log of a pod has been told. */
    private static final class Progress {

        private @Nullable String teller;
        private Instant told = Instant.MIN;

        /** Lines of one process are in order. */
        synchronized boolean isNew(String process, Instant at) {
            if (!process.equals(teller) && !at.isAfter(told)) {
                return false;
            }
            teller = process;
            told = at.isAfter(told) ? at : told;
            return true;
        }
    }
}
