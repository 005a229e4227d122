package io.slipway.kit.kafka;

import io.slipway.events.work.StepRef;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Every attempt that was cancelled, from {@code work.cancelled}. Injecting it makes the service read the topic from its
 * beginning; the service is not ready before it has caught up.
 */
public interface CancellationRegistry {

    /**
     * Completes when all that was cancelled before the start is known; start to consume commands no earlier. Calling it
     * makes the reading begin.
     */
    CompletionStage<Void> ready();

    /** Whether {@code step} was cancelled, as far as is known; an attempt stays cancelled for ever. */
    boolean isCancelled(StepRef step);

    /** Tells {@code listener} of every cancellation from now on, on the reading thread: it must not block. */
    void subscribe(Consumer<StepRef> listener);

    /**
     * Runs {@code action} once when {@code step} is cancelled, at once if it has been already. It may run on the reading
     * thread and must not block.
     *
     * @return to be closed when the step has ended
     */
    Registration onCancelled(StepRef step, Runnable action);

    /** A registered action; closing it forgets the action. */
    @FunctionalInterface
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
