package io.slipway.gateway.kafka.feed;

import io.slipway.kit.retry.DependencyUnavailableException;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Tells failures of the database from failures of a record: while the database is away a record waits, however long that
 * takes; what is wrong with the record itself goes to the dead letters after some tries.
 */
final class Failures {

    /** Classes of SQLSTATE that a statement or its data are to blame for: data, constraint, syntax. */
    private static final Set<String> STATEMENT_TO_BLAME = Set.of("22", "23", "42");

    private Failures() {}

    static Uni<Void> told(Uni<Void> handled) {
        return handled.onFailure(Failures::databaseAway)
                .transform(failure -> new DependencyUnavailableException("the database is not available", failure));
    }

    private static boolean databaseAway(Throwable failure) {
        PgException refusal = find(failure, PgException.class);
        if (refusal != null) {
            String state = refusal.getSqlState();
            return state == null || state.length() < 2 || !STATEMENT_TO_BLAME.contains(state.substring(0, 2));
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // Connections that cannot be had or break: java.io, java.net, java.util.concurrent, io.vertx, io.netty.
            String type = cause.getClass().getName();
            if (cause instanceof IOException
                    || cause instanceof TimeoutException
                    || type.startsWith("io.vertx.")
                    || type.startsWith("io.netty.")) {
                return true;
            }
        }
        return false;
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
