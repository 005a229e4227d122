package io.slipway.gateway.kafka.feed;

import io.slipway.kit.retry.DependencyUnavailableException;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

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
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // The driver throws the one, Hibernate Reactive turns it into the other.
            String state = switch (cause) {
                case PgException driver -> driver.getSqlState();
                case SQLException hibernate -> hibernate.getSQLState();
                default -> null;
            };
            if (state != null && state.length() >= 2) {
                return !STATEMENT_TO_BLAME.contains(state.substring(0, 2));
            }
            // Connections that cannot be had or break.
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
}
