package io.slipway.runtime.kubernetes.watch;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning;
import io.slipway.runtime.Handle;
import io.slipway.runtime.RunningWatcher;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.kubernetes.Labels;
import io.slipway.runtime.kubernetes.client.Apply;
import io.slipway.runtime.kubernetes.client.Cluster;
import io.slipway.runtime.kubernetes.watch.RunningStates.Summary;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@link RunningWatcher} on a cluster: a change makes everything be looked at a moment later, in memory, so that the several
 * changes that belong together make one look; only what differs from the last look is told.
 */
public final class KubernetesRunningWatcher implements RunningWatcher {

    private static final Logger LOG = Logger.getLogger(KubernetesRunningWatcher.class);
    private static final Duration MOMENT = Duration.ofMillis(150);
    private static final Duration BEFORE_NEXT_TRY = Duration.ofSeconds(5);

    /** Events only say more about what is known without them: whoever may not read them is asked again now and then. */
    private static final Duration BEFORE_NEXT_TRY_OF_EVENTS = Duration.ofMinutes(1);

    private final Cluster cluster;
    private final Clock clock;

    /** Watches the installation's services on {@code cluster}. */
    public KubernetesRunningWatcher(Cluster cluster, Clock clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    @Override
    public Handle watch(Consumer<ServiceRunning> listener) {
        Watch watch = new Watch(listener);
        watch.begin();
        return watch;
    }

    private final class Watch implements Handle {

        private final Consumer<ServiceRunning> listener;
        private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("slipway-running").daemon().factory());

        /** What was told last; touched by the one thread of {@code looks} only, as what follows. */
        private final Map<ServiceKey, Summary> told = new HashMap<>();

        private @Nullable Observation observation;
        private @Nullable PodEvents events;
        private boolean eventsRefused;
        private volatile boolean closed;

        private Watch(Consumer<ServiceRunning> listener) {
            this.listener = listener;
        }

        private void begin() {
            execute(() -> {
                Map<String, String> labels = Labels.installation(cluster.instance());
                Observation next = new Observation(cluster, null);
                observation = next;
                List<Supplier<? extends List<? extends HasMetadata>>> controllers = List.of(
                        next.of(Deployment.class, labels),
                        next.of(StatefulSet.class, labels),
                        next.of(CronJob.class, labels));
                Supplier<List<Pod>> pods = next.of(Pod.class, labels);
                CompletableFuture<Void> known = next.begin();
                var _ = known.whenComplete((_, failure) -> {
                    if (failure == null) {
                        execute(() -> {
                            beginEvents(next);
                            look(next, controllers, pods);
                        });
                    } else {
                        LOG.warnf(
                                "What runs on %s cannot be watched for now: %s", cluster.title(), failure.getMessage());
                        next.close();
                        later(BEFORE_NEXT_TRY, this::begin);
                    }
                });
            });
        }

        private void beginEvents(Observation current) {
            PodEvents next = new PodEvents(cluster, current::changed);
            events = next;
            var _ = next.begin()
                    .whenComplete((_, failure) -> execute(() -> {
                        if (failure != null) {
                            next.close();
                            if (!eventsRefused) {
                                LOG.warnf(
                                        "Running states are told without the events of %s: they cannot be watched: %s",
                                        cluster.title(), failure.getMessage());
                            }
                            eventsRefused = true;
                            later(BEFORE_NEXT_TRY_OF_EVENTS, () -> beginEvents(current));
                        } else {
                            eventsRefused = false;
                        }
                    }));
        }

        private List<Event> eventsOf(Pod pod) {
            return events == null ? List.of() : events.of(pod.getMetadata().getUid());
        }

        private void look(
                Observation current,
                List<Supplier<? extends List<? extends HasMetadata>>> controllers,
                Supplier<List<Pod>> pods) {
            CompletableFuture<Void> change = current.change();
            try {
                compare(
                        controllers.stream()
                                .flatMap(kind -> kind.get().stream())
                                .map(HasMetadata.class::cast)
                                .toList(),
                        pods.get());
            } catch (RuntimeException e) {
                LOG.warn("Looking at what runs failed; the next change makes up for it", e);
            }
            var _ = change.thenRun(() -> later(MOMENT, () -> look(current, controllers, pods)));
        }

        private void compare(List<HasMetadata> controllers, List<Pod> pods) {
            Map<ServiceKey, List<HasMetadata>> controllersOf = byService(controllers);
            Map<ServiceKey, List<Pod>> podsOf = byService(pods);
            Set<ServiceKey> keys = new HashSet<>(controllersOf.keySet());
            keys.addAll(podsOf.keySet());
            keys.addAll(told.keySet());
            for (ServiceKey key : keys) {
                Optional<Summary> now = RunningStates.of(
                        cluster.config(),
                        controllersOf.getOrDefault(key, List.of()),
                        podsOf.getOrDefault(key, List.of()),
                        this::eventsOf);
                Summary before = told.get(key);
                if (now.isPresent() && !now.get().equals(before)) {
                    told.put(key, now.get());
                    tell(key, now.get());
                } else if (now.isEmpty() && before != null) {
                    told.remove(key);
                    if (before.state() != RunningState.STOPPED
                            || !before.instances().isEmpty()) {
                        tell(key, new Summary(RunningState.STOPPED, List.of()));
                    }
                }
            }
        }

        private void tell(ServiceKey key, Summary summary) {
            listener.accept(new ServiceRunning(
                    key.environmentId(),
                    key.serviceId(),
                    summary.state(),
                    summary.instances(),
                    clock.instant().truncatedTo(ChronoUnit.MICROS)));
        }

        private void execute(Runnable work) {
            later(Duration.ZERO, work);
        }

        private void later(Duration delay, Runnable work) {
            if (!closed) {
                try {
                    var _ = looks.schedule(
                            () -> {
                                if (!closed) {
                                    work.run();
                                }
                            },
                            delay.toMillis(),
                            TimeUnit.MILLISECONDS);
                } catch (java.util.concurrent.RejectedExecutionException _) {
                    // it was closed just now
                }
            }
        }

        @Override
        public void close() {
            if (!closed) {
                looks.execute(() -> {
                    if (observation != null) {
                        observation.close();
                    }
                    if (events != null) {
                        events.close();
                    }
                });
                closed = true;
                looks.shutdown();
            }
        }
    }

    private static <T extends HasMetadata> Map<ServiceKey, List<T>> byService(List<T> objects) {
        Map<ServiceKey, List<T>> byService = new HashMap<>();
        for (T object : objects) {
            String environment = Apply.label(object, Labels.ENVIRONMENT);
            String service = Apply.label(object, Labels.SERVICE);
            if (!environment.isEmpty() && !service.isEmpty() && !isBuild(object)) {
                byService
                        .computeIfAbsent(new ServiceKey(environment, service), _ -> new ArrayList<>())
                        .add(object);
            }
        }
        return byService;
    }

    private static boolean isBuild(HasMetadata object) {
        return Labels.ROLE_BUILD.equals(Apply.label(object, Labels.ROLE));
    }
}
