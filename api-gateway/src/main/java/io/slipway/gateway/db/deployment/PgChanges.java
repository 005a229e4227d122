package io.slipway.gateway.db.deployment;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.slipway.gateway.app.deployment.Changes;
import io.slipway.gateway.domain.Uuids;
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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private static final String PICTURES = "slipway_environment";
    private static final String PROJECTS = "slipway_environment_of_project";
    private static final String ORGANIZATIONS = "slipway_environment_of_organization";
    private static final String LINES = "slipway_log";
    /** Notifies of the environments whose ids are in {@code changed}, which a common table expression has to give. */
    static final String NOTIFY_OF_CHANGED = " select 1 from changed"
            + " cross join lateral pg_notify('" + PICTURES + "', cast(id as text))"
            + " union all select 1"
            + " from changed join environment e on e.id = changed.id join project p on p.id = e.project_id"
            + " cross join lateral pg_notify('" + PROJECTS
            + "', cast(p.id as text) || '/' || cast(e.id as text)) as one"
            + " cross join lateral pg_notify('" + ORGANIZATIONS
            + "', cast(p.organization_id as text) || '/' || cast(e.id as text)) as two";

    private static final String NOTIFY = "with changed as materialized"
            + " (select id from unnest(cast(:environments as uuid[])) as each (id))" + NOTIFY_OF_CHANGED;
    private static final String NOTIFY_LINES = "select 1 from json_array_elements_text(cast(:environments as json))"
            + " as environment cross join lateral pg_notify('" + LINES + "', environment)";
    private static final List<String> CHANNELS = List.of(PICTURES, PROJECTS, ORGANIZATIONS, LINES);
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final AgroalDataSource dataSource;
    private final Map<Subject, Set<MultiEmitter<? super Optional<UUID>>>> subscribers = new ConcurrentHashMap<>();
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
    public Uni<Void> announce(Collection<UUID> environmentIds) {
        return Sql.of(NOTIFY)
                .with("environments", environmentIds)
                .list(row -> row)
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> announceLines(Set<UUID> environmentIds) {
        return Sql.of(NOTIFY_LINES)
                .with("environments", Sql.json(environmentIds))
                .list(row -> row)
                .replaceWithVoid();
    }

    @Override
    public Multi<UUID> of(UUID environmentId) {
        return signals(new Subject(PICTURES, environmentId), BackPressureStrategy.LATEST)
                .map(_ -> environmentId);
    }

    @Override
    public Multi<Optional<UUID>> ofProject(UUID projectId) {
        return signals(new Subject(PROJECTS, projectId), BackPressureStrategy.BUFFER);
    }

    @Override
    public Multi<Optional<UUID>> ofOrganization(UUID organizationId) {
        return signals(new Subject(ORGANIZATIONS, organizationId), BackPressureStrategy.BUFFER);
    }

    @Override
    public Multi<UUID> ofLines(UUID environmentId) {
        return signals(new Subject(LINES, environmentId), BackPressureStrategy.LATEST)
                .map(_ -> environmentId);
    }

    private Multi<Optional<UUID>> signals(Subject subject, BackPressureStrategy strategy) {
        return Multi.createFrom().emitter(emitter -> subscribe(subject, emitter), strategy);
    }

    private void subscribe(Subject subject, MultiEmitter<? super Optional<UUID>> emitter) {
        subscribers.compute(subject, (_, present) -> {
            Set<MultiEmitter<? super Optional<UUID>>> all = present == null ? ConcurrentHashMap.newKeySet() : present;
            all.add(emitter);
            return all;
        });
        emitter.onTermination(() -> subscribers.computeIfPresent(subject, (_, present) -> {
            present.remove(emitter);
            return present.isEmpty() ? null : present;
        }));
    }

    private void listen() {
        while (running) {
            try (Connection connection = dataSource.getConnection()) {
                for (String channel : CHANNELS) {
                    execute(connection, "listen " + channel);
                }
                subscribers.keySet().forEach(subject -> signal(subject, Optional.empty()));
                try {
                    dispatch(connection.unwrap(PGConnection.class));
                } finally {
                    execute(connection, "unlisten *");
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
                dispatch(notification);
            }
        }
    }

    /** Anybody who is let into the database may notify: what is not ours concerns nobody. */
    private void dispatch(PGNotification notification) {
        String[] ids = notification.getParameter().split("/", 2);
        Optional<UUID> whose = Uuids.of(ids[0]);
        Optional<UUID> environment = ids.length == 1 ? Optional.empty() : Uuids.of(ids[1]);
        if (whose.isEmpty() || (ids.length == 2 && environment.isEmpty())) {
            LOG.debugf("a notification that is not the gateway's on %s", notification.getName());
            return;
        }
        signal(new Subject(notification.getName(), whose.get()), environment);
    }

    private void signal(Subject subject, Optional<UUID> environmentId) {
        subscribers.getOrDefault(subject, Set.of()).forEach(emitter -> emitter.emit(environmentId));
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

    /** Whose changes somebody waits for; notifications have the name of the channel. */
    private record Subject(String channel, UUID id) {}
}
