package io.slipway.gateway.db.deployment;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.slipway.gateway.app.deployment.Changes;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Changes travel as notifications of PostgreSQL: they leave with the transaction, reach every instance, and are lost only
 * with the connection. After a lost connection everybody is told that something may have changed.
 */
@ApplicationScoped
class PgChanges implements Changes {

    private static final Logger LOG = Logger.getLogger(PgChanges.class);
    private static final String CHANNEL = "slipway_environment";
    private static final String NOTIFY = "select 1 from pg_notify('" + CHANNEL + "', :environment)";
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final AgroalDataSource dataSource;
    private final Map<UUID, Set<MultiEmitter<? super UUID>>> subscribers = new ConcurrentHashMap<>();
    private volatile boolean running = true;
    private volatile @Nullable Thread listener;

    PgChanges(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    void start(@Observes StartupEvent event) {
        listener = Thread.ofPlatform().daemon().name("slipway-changes").start(this::listen);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        running = false;
        Thread thread = listener;
        if (thread != null) {
            thread.join(WAIT.plus(WAIT));
        }
    }

    @Override
    public Uni<Void> announce(UUID environmentId) {
        return Sql.of(NOTIFY)
                .with("environment", environmentId.toString())
                .list(row -> row)
                .replaceWithVoid();
    }

    @Override
    public Multi<UUID> of(UUID environmentId) {
        return Multi.createFrom().emitter(emitter -> subscribe(environmentId, emitter), BackPressureStrategy.LATEST);
    }

    private void subscribe(UUID environmentId, MultiEmitter<? super UUID> emitter) {
        subscribers.compute(environmentId, (_, present) -> {
            Set<MultiEmitter<? super UUID>> all = present == null ? ConcurrentHashMap.newKeySet() : present;
            all.add(emitter);
            return all;
        });
        emitter.onTermination(() -> subscribers.computeIfPresent(environmentId, (_, present) -> {
            present.remove(emitter);
            return present.isEmpty() ? null : present;
        }));
    }

    private void listen() {
        while (running) {
            try (Connection connection = dataSource.getConnection()) {
                execute(connection, "listen " + CHANNEL);
                subscribers.keySet().forEach(this::signal);
                try {
                    dispatch(connection.unwrap(PGConnection.class));
                } finally {
                    execute(connection, "unlisten " + CHANNEL);
                }
            } catch (SQLException e) {
                if (running) {
                    LOG.warnf("changes cannot be listened to at the moment: %s", e.getMessage());
                    pause();
                }
            }
        }
    }

    private void dispatch(PGConnection connection) throws SQLException {
        while (running) {
            PGNotification[] notifications = connection.getNotifications(Math.toIntExact(WAIT.toMillis()));
            if (notifications == null) {
                continue;
            }
            for (PGNotification notification : notifications) {
                signal(UUID.fromString(notification.getParameter()));
            }
        }
    }

    private void signal(UUID environmentId) {
        subscribers.getOrDefault(environmentId, Set.of()).forEach(emitter -> emitter.emit(environmentId));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
