package io.slipway.deploy.app;

import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepRef;
import io.slipway.kit.kafka.CancellationRegistry;
import io.slipway.kit.retry.DependencyUnavailableException;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.ClusterRuntime;
import io.slipway.runtime.StaleStepException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what a runtime does for one step, and says how it ended, whatever happens: done, failed with a reason for
 * people, or cancelled.
 */
final class Steps {

    private static final Logger LOG = Logger.getLogger(Steps.class);

    private final CancellationRegistry cancellations;
    private final Clock clock;
    private volatile boolean stopping;

    Steps(CancellationRegistry cancellations, Clock clock) {
        this.cancellations = cancellations;
        this.clock = clock;
    }

    /** The service is about to stop: from now on a step that ends early has no result. */
    void stopping() {
        stopping = true;
    }

    /** How a step ended. */
    sealed interface End<T> {

        /** As wanted. */
        record Done<T>(T value) implements End<T> {}

        /** Not as wanted. */
        record Failed<T>(StepFailure failure) implements End<T> {}

        /** The attempt was cancelled, or is older than one that has been applied. */
        record Canceled<T>() implements End<T> {}
    }

    /**
     * Does {@code work} on {@code cluster} for {@code step}, and {@code undo} as soon as the step is cancelled; what was cancelled before is
     * only undone. The end of the undoing is waited for.
     *
     * @param deadline until when it is worth waiting for a runtime that does not answer
     * @throws InterruptedException if the service stops: there is no result, the command has to come again
     * @throws DependencyUnavailableException if the runtime does not answer: the command is to be served again
     */
    <T> End<T> run(
            StepRef step,
            Instant deadline,
            Supplier<ClusterRuntime> cluster,
            Function<ClusterRuntime, CompletionStage<T>> work,
            Function<ClusterRuntime, CompletionStage<Void>> undo)
            throws InterruptedException {
        ClusterRuntime runtime;
        try {
            runtime = cluster.get();
        } catch (StepException e) {
            return cancellations.isCancelled(step) ? new End.Canceled<>() : new End.Failed<>(e.failure());
        }
        if (cancellations.isCancelled(step)) {
            return undone(step, () -> undo.apply(runtime));
        }
        Throwable problem;
        try (CancellationRegistry.Registration _ =
                cancellations.onCancelled(step, () -> undo.apply(runtime).whenComplete(logged(step)))) {
            CompletionStage<T> begun = work.apply(runtime);
            if (cancellations.isCancelled(step)) {
                // It may have come just before the runtime knew of the work, and found nothing to undo.
                var _ = undo.apply(runtime).whenComplete(logged(step));
            }
            return new End.Done<>(begun.toCompletableFuture().get());
        } catch (ExecutionException | RuntimeException e) {
            problem = cause(e);
        }
        if (cancellations.isCancelled(step)) {
            return undone(step, () -> undo.apply(runtime));
        }
        if (stopping) {
            throw new InterruptedException("the service stops");
        }
        return switch (problem) {
            case CancellationException _ -> new End.Canceled<>();
            case StaleStepException e -> {
                LOG.info(e.getMessage());
                yield new End.Canceled<>();
            }
            case StepException e -> {
                if (e.failure().reason() == Reason.RUNTIME_UNAVAILABLE
                        && clock.instant().isBefore(deadline)
                        && !runtime.answers()) {
                    throw new DependencyUnavailableException(e.failure().message(), e);
                }
                yield new End.Failed<>(e.failure());
            }
            default -> {
                LOG.errorf(problem, "Attempt %d of service %s failed", step.attempt(), step.serviceId());
                yield new End.Failed<>(new StepFailure(
                        Reason.INTERNAL,
                        "An error inside Slipway (" + problem.getClass().getSimpleName() + "): "
                                + problem.getMessage()));
            }
        };
    }

    private <T> End<T> undone(StepRef step, Supplier<CompletionStage<Void>> undo) throws InterruptedException {
        try {
            undo.get().toCompletableFuture().get();
        } catch (ExecutionException | RuntimeException e) {
            if (stopping) {
                throw new InterruptedException("the service stops");
            }
            LOG.errorf(cause(e), "What attempt %d of service %s left is not removed", step.attempt(), step.serviceId());
        }
        return new End.Canceled<>();
    }

    private static java.util.function.BiConsumer<@Nullable Void, @Nullable Throwable> logged(StepRef step) {
        Consumer<Throwable> log =
                failure -> LOG.errorf(failure, "Cancelling attempt %d of %s failed", step.attempt(), step.serviceId());
        return (_, failure) -> {
            if (failure != null) {
                log.accept(failure);
            }
        };
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
