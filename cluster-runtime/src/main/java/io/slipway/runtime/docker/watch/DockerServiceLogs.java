package io.slipway.runtime.docker.watch;

import io.slipway.runtime.Handle;
import io.slipway.runtime.ImageVersion;
import io.slipway.runtime.LogLine;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.ServiceLogs;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.Labels;
import io.slipway.runtime.docker.engine.ContainerView;
import io.slipway.runtime.docker.engine.Containers;
import io.slipway.runtime.docker.engine.EngineEvents;
import io.slipway.runtime.docker.engine.LogReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** {@link ServiceLogs} on an engine. */
public final class DockerServiceLogs implements ServiceLogs {

    private static final Set<String> ROLES = Set.of(Labels.ROLE_WORKLOAD, Labels.ROLE_JOB, Labels.ROLE_SCHEDULED_RUN);

    private final Containers containers;
    private final LogReader logs;
    private final EngineEvents events;
    private final Executor threads;

    /** Reads the logs of {@code containers}; {@code events} tell of new ones. */
    public DockerServiceLogs(DockerEngine engine, Containers containers, EngineEvents events, Executor threads) {
        this.containers = containers;
        this.logs = new LogReader(engine);
        this.events = events;
        this.threads = threads;
    }

    @Override
    public CompletionStage<List<LogLine>> last(ServiceKey service, int count) {
        return CompletableFuture.supplyAsync(
                () -> {
                    List<LogLine> lines = new ArrayList<>();
                    of(service).forEach(container -> lines.addAll(logs.last(container.id(), container.name(), count)));
                    lines.sort(Comparator.comparing(LogLine::at));
                    return List.copyOf(lines);
                },
                threads);
    }

    @Override
    public Handle follow(ServiceKey service, int count, Consumer<LogLine> listener) {
        return new Follow(service, count, listener);
    }

    private List<ContainerView> of(ServiceKey service) {
        return containers
                .find(Map.of(
                        Labels.ENVIRONMENT, service.environmentId(),
                        Labels.SERVICE, service.serviceId()))
                .stream()
                .filter(container -> ROLES.contains(container.role()))
                .toList();
    }

    /**
     * Follows each running container of the service. A log ends when its container does; when that is started again, its
     * log is read anew and what was told already is left out.
     */
    private final class Follow implements EngineEvents.Listener, Handle {

        private final ServiceKey service;
        private final int count;
        private final Consumer<LogLine> listener;
        private final Map<String, LogReader.Following> followed = new ConcurrentHashMap<>();
        private final Map<String, Instant> told = new ConcurrentHashMap<>();
        private final Handle subscription;
        private volatile boolean first = true;
        private volatile boolean closed;

        private Follow(ServiceKey service, int count, Consumer<LogLine> listener) {
            this.service = service;
            this.count = count;
            this.listener = listener;
            look();
            this.subscription = events.subscribe(this);
        }

        @Override
        public void everything() {
            look();
        }

        @Override
        public void event(String action, String id, Map<String, String> labels) {
            if (action.equals("start")
                    && service.environmentId().equals(labels.get(Labels.ENVIRONMENT))
                    && service.serviceId().equals(labels.get(Labels.SERVICE))) {
                look();
            }
        }

        @Override
        public void close() {
            closed = true;
            subscription.close();
            followed.values().forEach(LogReader.Following::close);
        }

        private synchronized void look() {
            for (ContainerView container : of(service)) {
                if (!closed && !followed.containsKey(container.id()) && (first || container.running())) {
                    follow(container);
                }
            }
            first = false;
        }

        private void follow(ContainerView container) {
            // Of containers that come later everything is new.
            Stream stream =
                    new Stream(told.getOrDefault(container.id(), Instant.MIN), ImageVersion.of(container.image()));
            LogReader.Following following = first
                    ? logs.follow(container.id(), container.name(), count, stream::take)
                    : logs.follow(container.id(), container.name(), stream::take);
            followed.put(container.id(), following);
            if (closed) {
                following.close(); // while this look was going on: close may not have seen it
            }
            var _ = following.end().thenRunAsync(() -> ended(container.id(), following, stream), threads);
        }

        private void ended(String id, LogReader.Following following, Stream stream) {
            told.put(id, stream.last);
            followed.remove(id, following);
            look();
        }

        /** One reading of a container's log; the two streams in it come in no order. */
        private final class Stream {

            private final Instant after;
            private final String version;
            private volatile Instant last;

            private Stream(Instant after, String version) {
                this.after = after;
                this.version = version;
                this.last = after;
            }

            private void take(LogLine line) {
                if (line.at().isAfter(after)) {
                    last = line.at().isAfter(last) ? line.at() : last;
                    listener.accept(line.by(version));
                }
            }
        }
    }
}
