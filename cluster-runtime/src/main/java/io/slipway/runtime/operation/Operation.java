package io.slipway.runtime.operation;

import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepRef;
import io.slipway.kit.work.StepException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One piece of work on a thread of its own, as the others see it: it can be cancelled, it has a deadline, and it is left
 * as it is when the process ends. Every wait of the work goes through here, so that it ends at once when it has to.
 */
public final class Operation {

    /** Far enough never to come. */
    public static final Instant NO_DEADLINE = Instant.parse("9999-12-31T00:00:00Z");

    private final StepRef step;
    private final Instant deadline;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private volatile boolean abandoned;

    Operation(StepRef step, Instant deadline) {
        this.step = step;
        this.deadline = deadline;
    }

    /** The step that it is done for. */
    public StepRef step() {
        return step;
    }

    /** When to give it up. */
    public Instant deadline() {
        return deadline;
    }

    /** Waits for {@code duration}; fails like {@link #check}. */
    public void pause(Duration duration) {
        await(new CompletableFuture<Void>(), duration);
        check();
    }

    /** Waits for {@code duration} after the work is done; being cancelled only ends the wait. */
    public void linger(Duration duration) {
        try {
            ended.get(Math.max(1, duration.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            // over
        } catch (InterruptedException _) {
            abandon();
        }
        if (abandoned) {
            throw new AbandonedException();
        }
    }

    /**
     * Waits for {@code future} even if the work was cancelled, as what undoes it has to; only the end of the process breaks
     * it off.
     *
     * @return whether it is done, in whatever way
     */
    public boolean settle(CompletableFuture<?> future, Duration atMost) {
        try {
            CompletableFuture.anyOf(future, left).get(Math.max(1, atMost.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            // looked at below
        } catch (InterruptedException _) {
            abandon();
        }
        if (abandoned) {
            throw new AbandonedException();
        }
        return future.isDone();
    }

    /** Goes on unless the work was cancelled, is abandoned or is late. */
    public void check() {
        checkGoing();
        if (!Instant.now().isBefore(deadline)) {
            throw late();
        }
    }

    /** Waits for {@code future}, at most until the deadline. */
    public <T> T await(CompletableFuture<T> future) {
        while (true) {
            check();
            if (await(future, Duration.between(Instant.now(), deadline))) {
                return result(future);
            }
        }
    }

    /**
     * Waits for {@code future}, but no longer than {@code atMost}; the deadline is not looked at.
     *
     * @return whether it is done, in whatever way
     */
    public boolean await(CompletableFuture<?> future, Duration atMost) {
        checkGoing();
        try {
            CompletableFuture.anyOf(future, ended).get(Math.max(1, atMost.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            // looked at below
        } catch (InterruptedException _) {
            abandon();
        }
        checkGoing();
        return future.isDone();
    }

    private static <T> T result(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (java.util.concurrent.CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** The failure of work whose deadline has passed. */
    public StepException late() {
        return new StepException(Reason.DEADLINE_EXCEEDED, "It was not done in time (until " + deadline + ").");
    }

    void cancel() {
        ended.complete(null);
    }

    void abandon() {
        abandoned = true;
        ended.complete(null);
        left.complete(null);
    }

    /** Whether the process ends and the work is to be left as it is, for its successor to adopt. */
    public boolean abandoned() {
        return abandoned;
    }

    private void checkGoing() {
        if (abandoned) {
            throw new AbandonedException();
        }
        if (ended.isDone()) {
            throw new CancellationException("Attempt " + step.attempt() + " was cancelled");
        }
    }
}
