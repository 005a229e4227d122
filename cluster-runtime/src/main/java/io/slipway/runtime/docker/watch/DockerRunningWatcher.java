package io.slipway.runtime.docker.watch;

import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning;
import io.slipway.runtime.Handle;
import io.slipway.runtime.RunningWatcher;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.docker.Labels;
import io.slipway.runtime.docker.engine.ContainerView;
import io.slipway.runtime.docker.engine.Containers;
import io.slipway.runtime.docker.engine.EngineEvents;
import io.slipway.runtime.docker.watch.RunningStates.Seen;
import io.slipway.runtime.docker.watch.RunningStates.Summary;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * {@link RunningWatcher} on an engine: an event makes its service be looked at a moment later, so that the several events
 * of one change make one look; only what differs from the last look is told. How a process ended is remembered, as the
 * engine forgets it when it starts the next one.
 */
public final class DockerRunningWatcher implements RunningWatcher {

    private static final Logger LOG = Logger.getLogger(DockerRunningWatcher.class);
    private static final Duration MOMENT = Duration.ofMillis(150);
    private static final Set<String> ROLES =
            Set.of(Labels.ROLE_WORKLOAD, Labels.ROLE_JOB, Labels.ROLE_SCHEDULE, Labels.ROLE_SCHEDULED_RUN);
    private static final Set<String> ACTIONS =
            Set.of("create", "start", "restart", "die", "kill", "stop", "oom", "destroy", "rename", "pause", "unpause");
    private static final String HEALTH = "health_status";

    private final Containers containers;
    private final EngineEvents events;
    private final Clock clock;

    /** Watches {@code containers} by means of {@code events}. */
    public DockerRunningWatcher(Containers containers, EngineEvents events, Clock clock) {
        this.containers = containers;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public Handle watch(Consumer<ServiceRunning> listener) {
        Watch watch = new Watch(listener);
        Handle subscription = events.subscribe(watch);
        return () -> {
            subscription.close();
            watch.looks.shutdownNow();
        };
    }

    private final class Watch implements EngineEvents.Listener {

        private final Consumer<ServiceRunning> listener;
        private final ExecutorService looks = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("slipway-running").daemon().factory());
        private final Set<ServiceKey> waiting = ConcurrentHashMap.newKeySet();

        /** By container id. */
        private final Map<String, History> histories = new ConcurrentHashMap<>();

        /** What was told last; touched by the one thread of {@code looks} only. */
        private final Map<ServiceKey, Summary> told = new HashMap<>();

        private Watch(Consumer<ServiceRunning> listener) {
            this.listener = listener;
        }

        @Override
        public void everything() {
            looks.execute(() -> safely(this::lookAtEverything));
        }

        @Override
        public void event(String action, String id, Map<String, String> labels) {
            String environment = labels.getOrDefault(Labels.ENVIRONMENT, "");
            String service = labels.getOrDefault(Labels.SERVICE, "");
            if (!(ACTIONS.contains(action) || action.startsWith(HEALTH))
                    || !ROLES.contains(labels.getOrDefault(Labels.ROLE, ""))
                    || environment.isEmpty()
                    || service.isEmpty()) {
                return;
            }
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            histories.compute(
                    id, (_, history) -> (history == null ? History.NONE : history).after(action, labels, now));
            ServiceKey key = new ServiceKey(environment, service);
            if (waiting.add(key)) {
                CompletableFuture.delayedExecutor(MOMENT.toMillis(), TimeUnit.MILLISECONDS, looks)
                        .execute(() -> {
                            waiting.remove(key);
                            safely(() -> look(key));
                        });
            }
        }

        private void lookAtEverything() {
            Map<ServiceKey, List<ContainerView>> all = new HashMap<>();
            Set<String> known = Set.copyOf(histories.keySet());
            List<ContainerView> found = containers.find(Map.of());
            Set<String> there = found.stream().map(ContainerView::id).collect(Collectors.toSet());
            known.stream().filter(id -> !there.contains(id)).forEach(histories::remove);
            for (ContainerView container : found) {
                if (ROLES.contains(container.role())) {
                    all.computeIfAbsent(container.service(), _ -> new java.util.ArrayList<>())
                            .add(container);
                }
            }
            Set<ServiceKey> keys = new HashSet<>(all.keySet());
            keys.addAll(told.keySet());
            keys.forEach(key -> compare(key, all.getOrDefault(key, List.of())));
        }

        private void look(ServiceKey key) {
            compare(
                    key,
                    containers
                            .find(Map.of(
                                    Labels.ENVIRONMENT, key.environmentId(),
                                    Labels.SERVICE, key.serviceId()))
                            .stream()
                            .filter(container -> ROLES.contains(container.role()))
                            .toList());
        }

        private void compare(ServiceKey key, List<ContainerView> views) {
            List<Seen> seen = views.stream()
                    .flatMap(view -> containers
                            .inspect(view.id())
                            .map(state -> new Seen(view, state, histories.getOrDefault(view.id(), History.NONE)))
                            .stream())
                    .toList();
            Optional<Summary> now = RunningStates.of(seen);
            Summary before = told.get(key);
            if (now.isPresent()) {
                if (!now.get().equals(before)) {
                    told.put(key, now.get());
                    tell(key, now.get());
                }
            } else if (before != null && seen.isEmpty()) {
                told.remove(key);
                if (!isJob(before)) {
                    tell(key, new Summary(RunningState.STOPPED, List.of()));
                }
            }
        }

        /** A job that ended stays what it was when its container is removed. */
        private static boolean isJob(Summary summary) {
            return summary.state() == RunningState.COMPLETED
                    || (summary.state() == RunningState.ERROR
                            && summary.instances().stream()
                                    .allMatch(instance -> instance.name().contains("-job")));
        }

        private void tell(ServiceKey key, Summary summary) {
            listener.accept(new ServiceRunning(
                    key.environmentId(),
                    key.serviceId(),
                    summary.state(),
                    summary.instances(),
                    clock.instant().truncatedTo(ChronoUnit.MICROS)));
        }

        private static void safely(Runnable look) {
            try {
                look.run();
            } catch (RuntimeException e) {
                LOG.warnf("Looking at what runs failed; the next look makes up for it: %s", e.getMessage());
            }
        }
    }
}
