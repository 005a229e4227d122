package io.slipway.runtime.operation;

import io.slipway.events.work.StepRef;
import io.slipway.runtime.ServiceKey;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Runs operations on threads of their own, one at a time per service.
 *
 * <p>Platform threads: the client library blocks in ways that would hold a virtual thread's carrier.
 */
public final class Operations implements AutoCloseable {

    private final ExecutorService threads;
    private final Map<ServiceKey, CompletableFuture<?>> lanes = new ConcurrentHashMap<>();
    private final Set<Operation> known = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param runtime what the threads are named after */
    public Operations(String runtime) {
        this.threads = Executors.newCachedThreadPool(
                Thread.ofPlatform().name("slipway-" + runtime + "-", 0).daemon().factory());
    }

    /** Runs {@code work} for {@code step} after everything that was submitted for the same service before. */
    public <T> CompletionStage<T> submit(StepRef step, Instant deadline, Function<Operation, T> work) {
        Operation operation = new Operation(step, deadline);
        CompletableFuture<T> result = new CompletableFuture<>();
        known.add(operation);
        if (closed) {
            operation.abandon();
        }
        lanes.compute(ServiceKey.of(step), (_, lane) -> {
            CompletableFuture<?> before = lane == null ? CompletableFuture.completedFuture(null) : lane;
            return before.handleAsync((_, _) -> run(operation, work, result), threads);
        });
        return result;
    }

    /** Runs {@code work} on this thread, whatever else is going on for the service. */
    public <T> T runHere(StepRef step, Instant deadline, Function<Operation, T> work) {
        Operation operation = new Operation(step, deadline);
        known.add(operation);
        if (closed) {
            operation.abandon();
        }
        try {
            return work.apply(operation);
        } finally {
            known.remove(operation);
        }
    }

    /** Cancels what runs or waits for {@code step}; it ends on its own thread. */
    public void cancel(StepRef step) {
        known.stream()
                .filter(operation -> operation.step().environmentId().equals(step.environmentId())
                        && operation.step().attempt() == step.attempt())
                .forEach(Operation::cancel);
    }

    /** The threads that operations run on, for work of other kinds. */
    public ExecutorService threads() {
        return threads;
    }

    /** Abandons what runs; nothing of it is undone. */
    @Override
    public void close() {
        closed = true;
        known.forEach(Operation::abandon);
        threads.shutdown();
    }

    private <T> boolean run(Operation operation, Function<Operation, T> work, CompletableFuture<T> result) {
        try {
            T value = work.apply(operation);
            known.remove(operation);
            return result.complete(value);
        } catch (Throwable e) {
            known.remove(operation);
            return result.completeExceptionally(e);
        }
    }
}
