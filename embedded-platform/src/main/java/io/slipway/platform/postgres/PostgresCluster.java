package io.slipway.platform.postgres;

import io.slipway.platform.process.CacheDirectory;
import io.slipway.platform.process.RunningProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of one database cluster: where they are, how they come to be, how a server is started on them. */
final class PostgresCluster {

    static final String USER = "slipway";
    private static final int PASSWORD_BYTES = 24;
    private static final int LOG_TAIL_LINES = 15;

    private final Path directory;
    private final ServerUser user;

    private PostgresCluster(Path directory, ServerUser user) {
        this.directory = directory;
        this.user = user;
    }

    /** The cluster under {@code directory}, created if there is none. */
    static PostgresCluster openOrCreate(Path directory) {
        try {
            Path absolute = directory.toAbsolutePath().normalize();
            Files.createDirectories(absolute);
            Path binaries = PostgresBinaries.unpackedUnder(CacheDirectory.get());
            PostgresCluster cluster = new PostgresCluster(absolute, ServerUser.choose(binaries, absolute));
            if (!Files.isDirectory(cluster.data())) {
                cluster.initialise();
            }
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot prepare the database in " + directory, e);
        }
    }

    static Path pidFile(Path directory) {
        return directory.resolve("postgres.pid");
    }

    static Path logFile(Path directory) {
        return directory.resolve("postgres.log");
    }

    Path pidFile() {
        return pidFile(directory);
    }

    Path logFile() {
        return logFile(directory);
    }

    String password() {
        return passwordIn(directory).orElseThrow(() -> new IllegalStateException("No password in " + directory));
    }

    static Optional<String> passwordIn(Path directory) {
        Path file = directory.resolve("password");
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /** Starts a server process on {@code port}; it need not be ready yet, nor stay alive. */
    Process startServer(int port) throws IOException {
        List<String> server = List.of(
                user.binaries() + "/bin/postgres",
                "-D",
                user.directory() + "/data",
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=on",
                "-c",
                "shared_buffers=32MB",
                "-c",
                "max_connections=100",
                "-c",
                "max_wal_size=256MB",
                "-c",
                "jit=off");
        Process process = new ProcessBuilder(user.command(server))
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                .start();
        RunningProcess.of(process.pid()).ifPresent(running -> running.record(pidFile()));
        return process;
    }

    /** The last lines of the server's log, for error messages. */
    String logTail() {
        try {
            // Whatever it holds: it is being written, and half a character must not hide the rest.
            List<String> lines = Files.exists(logFile())
                    ? new String(Files.readAllBytes(logFile()), StandardCharsets.UTF_8)
                            .lines()
                            .toList()
                    : List.of();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(" + logFile() + " cannot be read: " + e.getMessage() + ")";
        }
    }

    private Path data() {
        return directory.resolve("data");
    }

    /** Made beside its place and then moved there: a cluster that exists is whole. */
    private void initialise() throws IOException {
        Path password = directory.resolve("password");
        if (!Files.exists(password)) {
            writePrivately(password, randomPassword());
        }
        Path partial = directory.resolve("data.new");
        delete(partial);
        Files.createDirectory(
                partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        user.own(partial);
        Path passwordForServer = directory.resolve("password.new");
        Files.deleteIfExists(passwordForServer);
        writePrivately(passwordForServer, Files.readString(password));
        user.own(passwordForServer);
        try {
            Path output = directory.resolve("initdb.log");
            Process initdb = new ProcessBuilder(user.command(List.of(
                            user.binaries() + "/bin/initdb",
                            "--pgdata=" + user.directory() + "/data.new",
                            "--username=" + USER,
                            "--pwfile=" + user.directory() + "/password.new",
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale=C")))
                    .directory(Path.of("/").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            int exit = initdb.waitFor();
            if (exit != 0) {
                throw new IOException("initdb ended with " + exit + ":\n" + Files.readString(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the database was being created", e);
        } finally {
            Files.deleteIfExists(passwordForServer);
        }
        Files.move(partial, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String randomPassword() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static void writePrivately(Path file, String text) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
