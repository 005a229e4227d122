package io.slipway.runtime.docker.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.slipway.events.EventJson;
import io.slipway.events.spec.Probes.Probe;
import io.slipway.runtime.Handle;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.Labels;
import io.slipway.runtime.docker.WorkloadSettings;
import io.slipway.runtime.docker.engine.ContainerState;
import io.slipway.runtime.docker.engine.ContainerView;
import io.slipway.runtime.docker.engine.Containers;
import io.slipway.runtime.docker.engine.EngineEvents;
import io.slipway.runtime.docker.probe.ProbeResult;
import io.slipway.runtime.docker.probe.Prober;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Probes what serves and restarts an instance whose liveness probe fails as often in a row as it may. The engine has no
 * part in it: its health checks only run inside of the container and restart nothing.
 */
public final class LivenessKeeper implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LivenessKeeper.class);

    private final Containers containers;
    private final Prober prober;
    private final WorkloadSettings settings;
    private final Executor threads;
    private final Map<String, Watch> watches = new ConcurrentHashMap<>();
    private @Nullable Handle subscription;

    /** Keeps instances on {@code engine} alive, once it is started. */
    public LivenessKeeper(DockerEngine engine, Containers containers, WorkloadSettings settings, Executor threads) {
        this.containers = containers;
        this.prober = new Prober(engine);
        this.settings = settings;
        this.threads = threads;
    }

    /** Begins with what serves now and follows {@code events} from then on. */
    public void start(EngineEvents events) {
        subscription = events.subscribe(new EngineEvents.Listener() {
            @Override
            public void everything() {
                look();
            }

            @Override
            public void event(String action, String id, Map<String, String> labels) {
                if (labels.containsKey(Labels.LIVENESS)
                        && (action.equals("start") || action.equals("rename") || action.equals("die"))) {
                    look();
                }
            }
        });
    }

    @Override
    public void close() {
        if (subscription != null) {
            subscription.close();
        }
        watches.clear();
    }

    private void look() {
        Map<String, ContainerView> serving = new HashMap<>();
        containers.find(Map.of(Labels.ROLE, Labels.ROLE_WORKLOAD)).stream()
                .filter(ContainerView::running)
                .filter(container -> container.labels().containsKey(Labels.LIVENESS))
                .filter(container -> Instance.of(container)
                        .filter(instance -> instance.mark() == Instance.Mark.SERVING)
                        .isPresent())
                .forEach(container -> serving.put(container.id(), container));
        watches.keySet().retainAll(serving.keySet());
        serving.forEach((id, container) -> watches.computeIfAbsent(id, _ -> begin(container)));
    }

    private @Nullable Watch begin(ContainerView container) {
        Optional<Probe> probe = probe(container);
        if (probe.isEmpty()) {
            return null;
        }
        Watch watch = new Watch(container, probe.get());
        watch.next(Duration.ofSeconds(probe.get().periodSeconds()));
        return watch;
    }

    private static Optional<Probe> probe(ContainerView container) {
        try {
            return Optional.of(EventJson.mapper().readValue(container.label(Labels.LIVENESS), Probe.class));
        } catch (JsonProcessingException e) {
            LOG.warnf("The liveness probe of %s cannot be read: %s", container.name(), e.getMessage());
            return Optional.empty();
        }
    }

    private final class Watch {

        private final ContainerView container;
        private final Probe probe;
        private int failures;

        private Watch(ContainerView container, Probe probe) {
            this.container = container;
            this.probe = probe;
        }

        private void next(Duration delay) {
            CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, threads)
                    .execute(this::probe);
        }

        private void probe() {
            if (watches.get(container.id()) != this) {
                return;
            }
            try {
                containers
                        .inspect(container.id())
                        .filter(ContainerState::running)
                        .ifPresent(this::probe);
            } catch (RuntimeException e) {
                LOG.warnf("The liveness of %s cannot be probed: %s", container.name(), e.getMessage());
            }
            next(Duration.ofSeconds(probe.periodSeconds()));
        }

        private void probe(ContainerState state) {
            Duration up = state.upAt(Instant.now());
            if (up.compareTo(Duration.ofSeconds(probe.initialDelaySeconds())) < 0) {
                failures = 0;
                return;
            }
            ProbeResult result = prober.probe(container.id(), state.address(), probe);
            failures = result.ok() ? 0 : failures + 1;
            if (failures >= probe.failureThreshold() && watches.get(container.id()) == this) {
                LOG.warnf("%s is restarted: its liveness probe failed: %s", container.name(), result.answer());
                failures = 0;
                containers.restart(container.id(), settings.stopGrace());
            }
        }
    }
}
