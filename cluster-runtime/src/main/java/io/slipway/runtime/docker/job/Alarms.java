package io.slipway.runtime.docker.job;

import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.docker.engine.ContainerView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The next time of each schedule. A service has one alarm at most; one that has gone off is followed by the next of the same
 * holder, unless it was cleared or replaced meanwhile.
 */
final class Alarms implements AutoCloseable {

    private final Clock clock;
    private final BiFunction<ContainerView, Instant, Optional<Instant>> times;
    private final BiConsumer<ContainerView, Instant> due;
    private final Map<ServiceKey, Alarm> alarms = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("slipway-schedules").daemon().factory());

    /**
     * @param times the holder's next time after another one; empty if there is none
     * @param due is told of every time that comes; must not block
     */
    Alarms(
            Clock clock,
            BiFunction<ContainerView, Instant, Optional<Instant>> times,
            BiConsumer<ContainerView, Instant> due) {
        this.clock = clock;
        this.times = times;
        this.due = due;
    }

    /** From now on the service's alarm goes off at the times of {@code holder}, and of no other. */
    void set(ContainerView holder) {
        alarms.compute(holder.service(), (_, before) -> {
            cancel(before);
            return next(holder);
        });
    }

    /** The service's alarm does not go off any more. */
    void clear(ServiceKey service) {
        alarms.computeIfPresent(service, (_, before) -> {
            cancel(before);
            return null;
        });
    }

    /** Whether the service's alarm goes off at the times of this holder. */
    boolean isSet(ContainerView holder) {
        Alarm alarm = alarms.get(holder.service());
        return alarm != null && alarm.holder.id().equals(holder.id());
    }

    private @Nullable Alarm next(ContainerView holder) {
        Instant now = clock.instant();
        return times.apply(holder, now)
                .map(time -> new Alarm(holder, time, Duration.between(now, time)))
                .orElse(null);
    }

    private static void cancel(@Nullable Alarm alarm) {
        if (alarm != null) {
            alarm.future.cancel(false);
        }
    }

    private void goOff(Alarm alarm) {
        due.accept(alarm.holder, alarm.time);
        alarms.computeIfPresent(
                alarm.holder.service(), (_, present) -> present == alarm ? next(alarm.holder) : present);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** One time of one holder; known by its identity. */
    private final class Alarm {

        private final ContainerView holder;
        private final Instant time;
        private final Future<?> future;

        private Alarm(ContainerView holder, Instant time, Duration delay) {
            this.holder = holder;
            this.time = time;
            this.future = timer.schedule(() -> goOff(this), Math.max(1, delay.toMillis()), TimeUnit.MILLISECONDS);
        }
    }
}
