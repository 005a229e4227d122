package io.slipway.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.platform.process.Ports;
import io.slipway.platform.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {

    @TempDir
    Path directory;

    @Test
    void shouldKeepCommittedRowsWhenKilledAndStartedAgain() throws Exception {
        EmbeddedPostgres first = EmbeddedPostgres.start(directory, 0);
        execute(first, "create table t (n int)");
        for (int n = 1; n <= 100; n++) {
            execute(first, "insert into t values (" + n + ")");
        }
        ProcessHandle server = ProcessHandle.of(first.pid()).orElseThrow();
        server.destroyForcibly();
        server.onExit().get(60, TimeUnit.SECONDS);

        try (EmbeddedPostgres second = EmbeddedPostgres.start(directory, 0)) {
            assertThat(number(second, "select sum(n) from t")).isEqualTo(5050);
        }
    }

    @Test
    void shouldReplaceServerThatAnEarlierProcessLeftRunning() throws Exception {
        EmbeddedPostgres left = EmbeddedPostgres.startDetached(directory, 0);
        execute(left, "create table t as select 7 as n");

        try (EmbeddedPostgres next = EmbeddedPostgres.start(directory, 0)) {
            assertThat(ProcessHandle.of(left.pid())).isEmpty();
            assertThat(number(next, "select n from t")).isEqualTo(7);
        }
    }

    @Test
    void shouldSyncWritesToDisk() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, 0)) {
            assertThat(text(postgres, "show fsync")).isEqualTo("on");
            assertThat(text(postgres, "show synchronous_commit")).isEqualTo("on");
            assertThat(text(postgres, "show server_encoding")).isEqualTo("UTF8");
        }
    }

    @Test
    void shouldNotAnswerWithoutThePassword() {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, 0)) {
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), "wrong"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password");
        }
    }

    @Test
    void shouldKeepThePasswordToItsOwner() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, 0)) {
            Path file = directory.resolve("password");
            assertThat(Files.readString(file)).isEqualTo(postgres.password());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void shouldRecordItsProcessAndForgetItWhenStopped() throws IOException {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, 0);
        assertThat(RunningProcess.recordedIn(EmbeddedPostgres.pidFile(directory)))
                .hasValueSatisfying(recorded -> {
                    assertThat(recorded.pid()).isEqualTo(postgres.pid());
                    assertThat(recorded.isAlive()).isTrue();
                });

        postgres.close();

        assertThat(EmbeddedPostgres.pidFile(directory)).doesNotExist();
        assertThat(ProcessHandle.of(postgres.pid())).isEmpty();
        assertThat(Ports.isFree(postgres.port())).isTrue();
    }

    @Test
    void shouldStartOnAHalfMadeCluster() throws Exception {
        Files.createDirectories(directory.resolve("data.new/base"));
        Files.writeString(directory.resolve("data.new/PG_VERSION"), "18\n");
        Files.writeString(directory.resolve("password.new"), "left over");

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, 0)) {
            assertThat(number(postgres, "select 1")).isEqualTo(1);
        }
    }

    @Test
    void shouldListenOnTheGivenPort() throws Exception {
        int port = Ports.free();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, port)) {
            assertThat(postgres.jdbcUrl()).isEqualTo("jdbc:postgresql://127.0.0.1:" + port + "/slipway");
            assertThat(number(postgres, "select 1")).isEqualTo(1);
        }
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(EmbeddedPostgres postgres, String sql) throws SQLException {
        return Long.parseLong(text(postgres, sql));
    }

    private static String text(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }
}
