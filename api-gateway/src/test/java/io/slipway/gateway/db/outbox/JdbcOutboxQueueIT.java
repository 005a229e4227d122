package io.slipway.gateway.db.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.gateway.app.outbox.OutboxRecord;
import io.slipway.platform.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

class JdbcOutboxQueueIT {

    @TempDir
    static Path directory;

    private static EmbeddedPostgres postgres;
    private static PGSimpleDataSource dataSource;

    private final JdbcOutboxQueue queue = new JdbcOutboxQueue(dataSource);

    @BeforeAll
    static void start() {
        postgres = EmbeddedPostgres.start(directory.resolve("postgres"), 0);
        Flyway.configure()
                .dataSource(postgres.jdbcUrl(), postgres.username(), postgres.password())
                .load()
                .migrate();
        dataSource = new PGSimpleDataSource();
        dataSource.setUrl(postgres.jdbcUrl());
        dataSource.setUser(postgres.username());
        dataSource.setPassword(postgres.password());
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @BeforeEach
    void empty() throws SQLException {
        execute("delete from outbox");
    }

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void shouldTakeTheOldestRecordsInOrderWithHeadersAndTombstones() throws SQLException {
        append("a", "{\"n\":1}");
        append("b", null);
        append("a", "{\"n\":2}");
        List<OutboxRecord> sent = new ArrayList<>();

        assertThat(queue.take(2, sent::addAll)).isEqualTo(2);
        assertThat(queue.take(2, sent::addAll)).isEqualTo(1);
        assertThat(queue.take(2, sent::addAll)).isZero();

        assertThat(sent).extracting(OutboxRecord::key).containsExactly("a", "b", "a");
        assertThat(sent).extracting(OutboxRecord::payload).containsExactly("{\"n\":1}", null, "{\"n\":2}");
        assertThat(sent.getFirst().headers()).containsEntry("ce_id", "ü");
        assertThat(rows()).isZero();
    }

    @Test
    void shouldKeepRecordsThatCouldNotBeSentAndSendThemAgain() throws SQLException {
        append("a", "{}");
        append("a", "{}");

        assertThatThrownBy(() -> queue.take(10, _ -> {
                    throw new IllegalStateException("no broker");
                }))
                .hasMessage("no broker");
        assertThat(rows()).isEqualTo(2);

        List<OutboxRecord> sent = new ArrayList<>();
        assertThat(queue.take(10, sent::addAll)).isEqualTo(2);
        assertThat(sent).extracting(OutboxRecord::id).isSorted();
    }

    @Test
    void shouldSendAgainWhatWasSentWhenTheProcessDiedBeforeTheCommit() throws SQLException {
        append("a", "{}");
        List<OutboxRecord> sent = new ArrayList<>();

        // As the database sees it, a killed process is a connection that ends in the middle of its transaction.
        assertThatThrownBy(() -> queue.take(10, records -> {
                    sent.addAll(records);
                    endOtherConnections();
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(rows()).isEqualTo(1);

        assertThat(queue.take(10, sent::addAll)).isEqualTo(1);
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0)).isEqualTo(sent.get(1));
    }

    @Test
    void shouldLetOnlyOneInstanceTakeAtATime() throws SQLException {
        append("a", "{\"n\":1}");
        append("a", "{\"n\":2}");
        JdbcOutboxQueue other = new JdbcOutboxQueue(dataSource);
        List<Integer> takenByOther = new ArrayList<>();

        queue.take(1, _ -> takenByOther.add(other.take(1, _ -> {})));

        assertThat(takenByOther).containsExactly(0);
        assertThat(other.take(1, _ -> {})).isEqualTo(1);
        other.close();
    }

    @Test
    void shouldWakeWhenARecordIsAppended() throws Exception {
        queue.take(1, _ -> {});
        CompletableFuture<Void> woken = CompletableFuture.runAsync(() -> queue.await(Duration.ofMinutes(5)));

        append("a", "{}");

        woken.get(60, TimeUnit.SECONDS);
        assertThat(queue.take(1, _ -> {})).isEqualTo(1);
    }

    private static void append(String key, String payload) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into outbox (topic, record_key, headers, payload) values ('t', ?, '{\"ce_id\":\"ü\"}', ?)")) {
            insert.setString(1, key);
            insert.setString(2, payload);
            insert.executeUpdate();
        }
    }

    /** Waits for their ends: a transaction that is being rolled back still holds its locks. */
    private static void endOtherConnections() {
        try {
            execute("select pg_terminate_backend(pid, 60000) from pg_stat_activity"
                    + " where datname = current_database() and pid <> pg_backend_pid()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int rows() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select count(*) from outbox")) {
            result.next();
            return result.getInt(1);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
