package io.slipway.gateway.db;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.audit.AuditStore;
import io.slipway.gateway.app.error.ApiException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Transactions of Hibernate Reactive. Locks are taken in a fixed order; the retry is for what that does not cover. */
@ApplicationScoped
class PanacheTransactions implements Transactions {

    private static final Logger LOG = Logger.getLogger(PanacheTransactions.class);
    private static final String MARK = PanacheTransactions.class.getName();
    private static final int TRIES = 3;
    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String DEADLOCK = "40P01";
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final AuditStore audit;

    @Inject
    PanacheTransactions(AuditStore audit) {
        this.audit = audit;
    }

    @Override
    public <T> Uni<T> run(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> inTransaction() ? work.get() : outermost(work));
    }

    private <T> Uni<T> outermost(Supplier<Uni<T>> work) {
        // Deferred: a retry opens a new session.
        return Uni.createFrom()
                .deferred(() -> Panache.withTransaction(() -> {
                    mark(true);
                    return work.get().call(audit::keepExpected);
                }))
                .onTermination()
                .invoke(() -> mark(false))
                .onFailure()
                .invoke(audit::rolledBack)
                .onFailure(failure -> hasState(failure, SERIALIZATION_FAILURE) || hasState(failure, DEADLOCK))
                .retry()
                .atMost(TRIES)
                .onFailure(failure -> hasState(failure, UNIQUE_VIOLATION) || hasState(failure, FOREIGN_KEY_VIOLATION))
                .transform(PanacheTransactions::conflict);
    }

    private static boolean inTransaction() {
        Context context = Vertx.currentContext();
        return context != null && Boolean.TRUE.equals(context.getLocal(MARK));
    }

    private static void mark(boolean inTransaction) {
        Context context = Vertx.currentContext();
        if (context != null) {
            context.putLocal(MARK, inTransaction);
        }
    }

    private static Throwable conflict(Throwable violation) {
        LOG.warnf(violation, "a constraint of the database stopped what the checks before had let through");
        return new ApiException.Conflict("Something else changed at the same time; try again");
    }

    private static boolean hasState(@Nullable Throwable failure, String state) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // The driver throws the one, Hibernate Reactive turns it into the other.
            String found = switch (cause) {
                case PgException driver -> driver.getSqlState();
                case SQLException hibernate -> hibernate.getSQLState();
                default -> null;
            };
            if (state.equals(found)) {
                return true;
            }
        }
        return false;
    }
}
