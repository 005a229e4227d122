package io.slipway.platform.postgres;

import io.slipway.platform.process.Ports;
import io.slipway.platform.process.RunningProcess;
import io.slipway.platform.process.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * A PostgreSQL server with its data in a directory of ours, on the loopback interface only. Writes are synced to disk;
 * whatever kills the server, the next start on the same directory recovers every committed row. A server that an
 * earlier process left running on the directory is stopped first.
 *
 * <p>Everything is under the directory: the cluster in {@code data}, the generated password in {@code password} (mode
 * 0600), the server's process id in {@code postgres.pid}, its log in {@code postgres.log}.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    /** Name of the database that is created for Slipway. */
    public static final String DATABASE = "slipway";

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(25);

    private final Path directory;
    private final int port;
    private final String password;
    private final ProcessHandle server;
    private final @Nullable Process watchdog;

    private EmbeddedPostgres(
            Path directory, int port, String password, ProcessHandle server, @Nullable Process watchdog) {
        this.directory = directory;
        this.port = port;
        this.password = password;
        this.server = server;
        this.watchdog = watchdog;
    }

    /**
     * Starts a server that lives as long as this JVM: it is stopped by {@link #close()}, and also when the JVM ends
     * without that, killed or not.
     *
     * @param directory where everything is kept; created if missing, reused with its data if not
     * @param port the port to listen on; 0 for a free one
     * @throws IllegalStateException if the server does not start; the message has the end of its log
     */
    public static EmbeddedPostgres start(Path directory, int port) {
        return start(directory, port, true);
    }

    /**
     * Starts a server that outlives this JVM; {@link #stop(Path)} stops it, from whichever process.
     *
     * @param directory as for {@link #start(Path, int)}
     * @param port as for {@link #start(Path, int)}
     */
    public static EmbeddedPostgres startDetached(Path directory, int port) {
        return start(directory, port, false);
    }

    /**
     * Stops the server that runs on {@code directory}: connections are ended, data is written, and only if that takes
     * too long it is killed.
     *
     * @return false if none ran
     */
    public static boolean stop(Path directory) {
        Path pidFile = PostgresCluster.pidFile(directory);
        Optional<ProcessHandle> running = RunningProcess.recordedIn(pidFile).flatMap(RunningProcess::handle);
        // INT is PostgreSQL's fast shutdown; TERM would wait for every client to leave.
        running.ifPresent(process -> Signals.stop(process, "INT", STOP_TIMEOUT));
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + pidFile, e);
        }
        return running.isPresent();
    }

    /** The file that holds the process id of the server on {@code directory}, see {@link RunningProcess}. */
    public static Path pidFile(Path directory) {
        return PostgresCluster.pidFile(directory);
    }

    /** The log of the server on {@code directory}. */
    public static Path logFile(Path directory) {
        return PostgresCluster.logFile(directory);
    }

    /** The password of {@link #username()} on {@code directory}; empty if no server was ever started there. */
    public static Optional<String> password(Path directory) {
        return PostgresCluster.passwordIn(directory);
    }

    /** {@code jdbc:postgresql://127.0.0.1:<port>/slipway}, without credentials. */
    public String jdbcUrl() {
        return "jdbc:" + uri();
    }

    /** {@code postgresql://127.0.0.1:<port>/slipway}, as reactive clients want it, without credentials. */
    public String uri() {
        return "postgresql://127.0.0.1:" + port + "/" + DATABASE;
    }

    /** The port that the server listens on. */
    public int port() {
        return port;
    }

    /** The database user, a superuser of this server. */
    public String username() {
        return PostgresCluster.USER;
    }

    /** The password of {@link #username()}. */
    public String password() {
        return password;
    }

    /** Process id of the server. */
    public long pid() {
        return server.pid();
    }

    /** A new connection to {@link #DATABASE}; the caller closes it. */
    public Connection connect() throws SQLException {
        return connect(jdbcUrl(), password);
    }

    /** Stops the server. The data stays. */
    @Override
    public void close() {
        stop(directory);
        if (watchdog != null) {
            watchdog.destroy();
        }
    }

    private static EmbeddedPostgres start(Path directory, int port, boolean withThisJvm) {
        Path absolute = directory.toAbsolutePath().normalize();
        stop(absolute);
        PostgresCluster cluster = PostgresCluster.openOrCreate(absolute);
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        try {
            while (true) {
                int chosen = Ports.orFree(port);
                Process process = cluster.startServer(chosen);
                if (awaitReady(process, chosen, cluster, deadline)) {
                    Process watchdog = withThisJvm ? stopWithThisJvm(process.pid()) : null;
                    return new EmbeddedPostgres(absolute, chosen, cluster.password(), process.toHandle(), watchdog);
                }
                // Backends of a killed server hold its memory for a moment, and a free port may be taken by now.
                boolean mayHelp = retryMayHelp(cluster, port) && System.nanoTime() < deadline;
                if (!mayHelp) {
                    throw new IllegalStateException(
                            "PostgreSQL does not start in " + absolute + ":\n" + cluster.logTail());
                }
                pause();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start PostgreSQL in " + absolute, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop(absolute);
            throw new IllegalStateException("Interrupted while PostgreSQL was starting", e);
        }
    }

    private static boolean retryMayHelp(PostgresCluster cluster, int wantedPort) {
        String log = cluster.logTail();
        return log.contains("pre-existing shared memory block")
                || (wantedPort == 0 && log.contains("could not create any TCP/IP sockets"));
    }

    /** False if the process ended. */
    private static boolean awaitReady(Process process, int port, PostgresCluster cluster, long deadline)
            throws InterruptedException {
        String maintenance = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
        while (process.isAlive()) {
            try (Connection connection = connect(maintenance, cluster.password())) {
                createDatabase(connection);
                return true;
            } catch (SQLException e) {
                if (System.nanoTime() > deadline) {
                    Signals.stop(process.toHandle(), "INT", STOP_TIMEOUT);
                    throw new IllegalStateException(
                            "PostgreSQL was not ready after " + START_TIMEOUT.toSeconds() + " s:\n" + cluster.logTail(),
                            e);
                }
            }
            pause();
        }
        return false;
    }

    private static void createDatabase(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean exists;
            try (ResultSet found =
                    statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
                exists = found.next();
            }
            if (!exists) {
                statement.execute("create database " + DATABASE);
            }
        }
    }

    private static Connection connect(String url, String password) throws SQLException {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, PostgresCluster.USER);
        PGProperty.PASSWORD.set(properties, password);
        PGProperty.CONNECT_TIMEOUT.set(properties, 5);
        // Not through DriverManager: it sees only the drivers of its caller's class loader.
        Connection connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("Not a PostgreSQL URL: " + url);
        }
        return connection;
    }

    /** A shell that waits for the end of its input, which comes when this JVM is gone, and then ends the server. */
    private static Process stopWithThisJvm(long pid) throws IOException {
        return new ProcessBuilder("sh", "-c", "cat > /dev/null; kill -INT " + pid)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
    }
}
