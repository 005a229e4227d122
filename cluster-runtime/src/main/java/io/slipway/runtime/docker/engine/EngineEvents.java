package io.slipway.runtime.docker.engine;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import io.slipway.runtime.Handle;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.Labels;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The engine's stream of container events, for several listeners. It is opened again when it breaks; every listener is
 * told to look at everything when it begins, when it was opened again, and now and then for safety.
 */
public final class EngineEvents implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EngineEvents.class);
    private static final Duration RESYNC = Duration.ofSeconds(30);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final DockerEngine engine;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("slipway-docker-events").daemon().unstarted(this::listenUntilStopped);
    private @Nullable Instant lastSeen;
    private boolean started;

    /** Events of {@code engine}; nothing is read before the first listener is there. */
    public EngineEvents(DockerEngine engine) {
        this.engine = engine;
    }

    /**
     * Adds a listener; it is told to look at everything first.
     *
     * @return removes the listener
     */
    public synchronized Handle subscribe(Listener listener) {
        listeners.add(listener);
        if (started) {
            Thread.ofPlatform().daemon().start(() -> safely(listener::everything));
        } else {
            started = true;
            thread.start();
        }
        return () -> listeners.remove(listener);
    }

    @Override
    public void close() {
        stopped.countDown();
        thread.interrupt();
    }

    private void listenUntilStopped() {
        while (stopped.getCount() > 0) {
            try {
                listen();
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException | IOException e) {
                LOG.warnf("The engine's events cannot be read, trying again: %s", DockerEngine.message(e));
            }
            if (pause()) {
                return;
            }
        }
    }

    private void listen() throws InterruptedException, IOException {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Instant since = lastSeen == null ? Instant.now() : lastSeen;
        try (Events _ = engine.streams()
                .eventsCmd()
                .withEventTypeFilter(EventType.CONTAINER)
                .withLabelFilter(Map.of(Labels.INSTANCE, engine.instance()))
                .withSince(Long.toString(since.getEpochSecond()))
                .exec(new Events(end))) {
            while (stopped.getCount() > 0) {
                listeners.forEach(listener -> safely(listener::everything));
                if (ended(end)) {
                    return;
                }
            }
        }
    }

    private static boolean ended(CompletableFuture<Void> end) throws InterruptedException {
        try {
            end.get(RESYNC.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private boolean pause() {
        try {
            return stopped.await(AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            return true;
        }
    }

    private void tell(Event event) {
        if (event.getTimeNano() != null) {
            lastSeen = Instant.ofEpochSecond(0, event.getTimeNano());
        }
        Map<String, String> labels =
                event.getActor() == null ? null : event.getActor().getAttributes();
        String id = event.getId() == null && event.getActor() != null
                ? event.getActor().getId()
                : event.getId();
        String action = event.getAction();
        if (labels != null && id != null && action != null) {
            listeners.forEach(listener -> safely(() -> listener.event(action, id, labels)));
        }
    }

    private static void safely(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.warn("Watching the engine failed; the next look at everything makes up for it", e);
        }
    }

    /** Told of events. Calls may come from several threads. */
    public interface Listener {

        /** Something may have been missed: look at everything. */
        void everything();

        /**
         * Something happened to one container.
         *
         * @param action the engine's word, for example {@code start}, {@code die}, {@code rename}
         * @param labels the container's
         */
        void event(String action, String id, Map<String, String> labels);
    }

    private final class Events extends ResultCallback.Adapter<Event> {

        private final CompletableFuture<Void> end;

        private Events(CompletableFuture<Void> end) {
            this.end = end;
        }

        @Override
        public void onNext(Event event) {
            tell(event);
        }

        @Override
        public void onError(Throwable throwable) {
            end.completeExceptionally(throwable);
        }

        @Override
        public void onComplete() {
            end.complete(null);
            super.onComplete();
        }
    }
}
