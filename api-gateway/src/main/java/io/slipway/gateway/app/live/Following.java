package io.slipway.gateway.app.live;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Does something at once, then again after each signal, and after each beat in case that a signal was lost. One step ends
 * before the next begins, and signals that come meanwhile become one: whoever is slow skips what lies between, keeps
 * nothing waiting and holds up nobody.
 */
final class Following {

    private Following() {}

    /**
     * Steps until one fails or the subscriber goes.
     *
     * @param signals are subscribed to before the first step, so none falls between the two
     * @param executor where steps begin
     */
    static <T> Multi<T> of(Multi<?> signals, Duration beat, Executor executor, Supplier<Uni<T>> step) {
        Multi<Boolean> beats = Multi.createFrom()
                .ticks()
                .startingAfter(beat)
                .every(beat)
                .onOverflow()
                .drop()
                .map(_ -> true);
        return Multi.createBy()
                .merging()
                .withRequests(1)
                .streams(signals.map(_ -> true), beats, Multi.createFrom().item(true))
                .emitOn(executor)
                .onOverflow()
                .dropPreviousItems()
                .onItem()
                .transformToUniAndConcatenate(_ -> toItsEnd(executor, step));
    }

    /**
     * A step that has begun goes on when the subscriber goes: what it reads in a transaction is not torn apart. It begins on
     * the executor, as the step before may have ended anywhere.
     */
    private static <T> Uni<T> toItsEnd(Executor executor, Supplier<Uni<T>> step) {
        return Uni.createFrom().emitter(emitter -> {
            AtomicBoolean awaited = new AtomicBoolean(true);
            emitter.onTermination(() -> awaited.set(false));
            executor.execute(() -> Uni.createFrom()
                    .deferred(step::get)
                    .subscribe()
                    .with(emitter::complete, failure -> {
                        if (awaited.get()) {
                            emitter.fail(failure);
                        }
                    }));
        });
    }
}
