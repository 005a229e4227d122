package io.slipway.gateway.db.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.slipway.events.EventJson;
import io.slipway.gateway.app.outbox.OutboxQueue;
import io.slipway.gateway.app.outbox.OutboxRecord;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Reads the outbox over one connection that also listens; after a failure the next call opens another. */
final class JdbcOutboxQueue implements OutboxQueue {

    // Only the holder of the lock takes records, so that two instances cannot swap records of one key.
    private static final String LOCK = "select pg_try_advisory_xact_lock(7401325710)";
    private static final String TAKE = "delete from outbox where id in"
            + " (select id from outbox order by id limit ? for update skip locked)"
            + " returning id, topic, record_key, headers, payload";

    private final DataSource dataSource;

    @Nullable
    private Connection connection;

    JdbcOutboxQueue(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public int take(int atMost, Consumer<List<OutboxRecord>> send) {
        try {
            Connection open = open();
            open.setAutoCommit(false);
            List<OutboxRecord> records = locked(open) ? records(open, atMost) : List.of();
            if (!records.isEmpty()) {
                send.accept(records);
            }
            open.commit();
            return records.size();
        } catch (SQLException e) {
            close();
            throw new IllegalStateException("the outbox cannot be read", e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public void await(Duration atMost) {
        try {
            Connection open = open();
            open.setAutoCommit(true);
            open.unwrap(PGConnection.class).getNotifications(Math.toIntExact(atMost.toMillis()));
        } catch (SQLException e) {
            close();
            throw new IllegalStateException("the outbox cannot be listened to", e);
        }
    }

    /** Rolls back what is open; the connection goes back to the pool without listening. */
    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open == null) {
            return;
        }
        try (open) {
            if (!open.getAutoCommit()) {
                open.rollback();
                open.setAutoCommit(true);
            }
            execute(open, "unlisten slipway_outbox");
        } catch (SQLException _) {
            // It is broken: the pool finds out for itself.
        }
    }

    private Connection open() throws SQLException {
        if (connection == null) {
            connection = dataSource.getConnection();
            execute(connection, "listen slipway_outbox");
        }
        return connection;
    }

    private static void execute(Connection open, String sql) throws SQLException {
        try (Statement statement = open.createStatement()) {
            statement.execute(sql);
        }
    }

    private static boolean locked(Connection open) throws SQLException {
        try (Statement statement = open.createStatement();
                ResultSet result = statement.executeQuery(LOCK)) {
            return result.next() && result.getBoolean(1);
        }
    }

    private static List<OutboxRecord> records(Connection open, int atMost) throws SQLException {
        List<OutboxRecord> records = new ArrayList<>();
        try (PreparedStatement statement = open.prepareStatement(TAKE)) {
            statement.setInt(1, atMost);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    records.add(new OutboxRecord(
                            row.getLong(1),
                            row.getString(2),
                            row.getString(3),
                            headers(row.getString(4)),
                            row.getString(5)));
                }
            }
        }
        records.sort(Comparator.comparingLong(OutboxRecord::id));
        return records;
    }

    private static Map<String, String> headers(String json) {
        try {
            return EventJson.mapper().readValue(json, new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
