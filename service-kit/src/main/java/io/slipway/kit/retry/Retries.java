package io.slipway.kit.retry;

import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The one retry helper: the delay doubles from the first to the longest, with up to a fifth of random jitter. What is
 * worth another try is declared by the caller.
 */
public final class Retries {

    private static final Logger LOG = Logger.getLogger(Retries.class);
    private static final int FOREVER = -1;

    private final Guard guard;

    private Retries(Guard guard) {
        this.guard = guard;
    }

    /**
     * At most {@code maxRetries} further tries.
     *
     * @param what for the log: what is tried
     * @param retryable which failures are worth another try
     */
    public static Retries bounded(
            String what, int maxRetries, Duration firstDelay, Duration maxDelay, Predicate<Throwable> retryable) {
        return new Retries(guard(what, maxRetries, firstDelay, maxDelay, retryable));
    }

    /** As {@link #bounded}, but for as long as it takes. */
    public static Retries unbounded(
            String what, Duration firstDelay, Duration maxDelay, Predicate<Throwable> retryable) {
        return new Retries(guard(what, FOREVER, firstDelay, maxDelay, retryable));
    }

    /** Calls {@code action} until it succeeds; sleeps between tries. Throws its last failure. */
    public <T> T call(Callable<T> action) throws Exception {
        return guard.<Result<T>>call(() -> new Result<>(action.call()), new TypeLiteral<Result<T>>() {})
                .value();
    }

    /** Subscribes to what {@code action} gives until it succeeds; on an event loop the tries stay on its context. */
    public <T> Uni<T> uni(Supplier<Uni<T>> action) {
        return guard.get(action, new TypeLiteral<Uni<T>>() {});
    }

    private static Guard guard(
            String what, int maxRetries, Duration firstDelay, Duration maxDelay, Predicate<Throwable> retryable) {
        return Guard.create()
                .withDescription(what)
                .withRetry()
                .maxRetries(maxRetries)
                .maxDuration(0, ChronoUnit.MILLIS)
                .delay(firstDelay.toMillis(), ChronoUnit.MILLIS)
                .jitter(Math.max(1, firstDelay.toMillis() / 5), ChronoUnit.MILLIS)
                .whenException(retryable)
                .beforeRetry(failure -> LOG.warnf("%s failed, trying again: %s", what, failure))
                .withExponentialBackoff()
                .maxDelay(maxDelay.toMillis(), ChronoUnit.MILLIS)
                .done()
                .done()
                .build();
    }

    /** Lets the guard tell synchronous results from asynchronous ones by type, whatever {@code T} is. */
    private record Result<T>(T value) {}
}
