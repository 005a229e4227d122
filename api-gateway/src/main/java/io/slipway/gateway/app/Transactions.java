package io.slipway.gateway.app;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** Runs use cases in database transactions. */
public interface Transactions {

    /**
     * Runs {@code work} in a transaction: the caller's if there is one, else a new one that is committed when the work
     * succeeds and rolled back when it fails.
     */
    <T> Uni<T> run(Supplier<Uni<T>> work);
}
