package io.slipway.kit.kafka;

import io.slipway.events.work.StepRef;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The registry without the topic: {@link #cancel} tells it of a cancellation. Also serves as a fake in tests. */
public class Cancellations implements CancellationRegistry {

    private static final Logger LOG = Logger.getLogger(Cancellations.class);

    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final List<Consumer<StepRef>> listeners = new CopyOnWriteArrayList<>();
    private final Map<Attempt, Set<Action>> actions = new HashMap<>();
    private final Set<Attempt> cancelled = new LinkedHashSet<>();

    /** All that was cancelled before the start has been told. */
    public void caughtUp() {
        ready.complete(null);
    }

    /** {@code step} was cancelled; telling it twice is no error. */
    public void cancel(StepRef step) {
        Set<Action> due;
        synchronized (this) {
            if (!cancelled.add(Attempt.of(step))) {
                return;
            }
            Set<Action> registered = actions.remove(Attempt.of(step));
            due = registered == null ? Set.of() : registered;
        }
        due.forEach(action -> run(step, action.runnable()));
        listeners.forEach(listener -> run(step, () -> listener.accept(step)));
    }

    @Override
    public CompletionStage<Void> ready() {
        return ready.minimalCompletionStage();
    }

    @Override
    public synchronized boolean isCancelled(StepRef step) {
        return cancelled.contains(Attempt.of(step));
    }

    @Override
    public void subscribe(Consumer<StepRef> listener) {
        listeners.add(listener);
    }

    @Override
    public Registration onCancelled(StepRef step, Runnable runnable) {
        Attempt attempt = Attempt.of(step);
        Action action = new Action(runnable);
        synchronized (this) {
            if (!cancelled.contains(attempt)) {
                actions.computeIfAbsent(attempt, _ -> new LinkedHashSet<>()).add(action);
                return () -> forget(attempt, action);
            }
        }
        run(step, runnable);
        return () -> {};
    }

    private synchronized void forget(Attempt attempt, Action action) {
        actions.computeIfPresent(attempt, (_, registered) -> {
            registered.remove(action);
            return registered.isEmpty() ? null : registered;
        });
    }

    private static void run(StepRef step, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.errorf(e, "The cancellation of attempt %d of service %s failed", step.attempt(), step.serviceId());
        }
    }

    /** What identifies a command. */
    private record Attempt(String environmentId, long number) {
        private static Attempt of(StepRef step) {
            return new Attempt(step.environmentId(), step.attempt());
        }
    }

    /** Told apart by identity: the same lambda may be registered twice. */
    private static final class Action {
        private final Runnable runnable;

        private Action(Runnable runnable) {
            this.runnable = runnable;
        }

        private Runnable runnable() {
            return runnable;
        }
    }
}
