package io.slipway.platform.kafka;

import io.slipway.platform.process.Ports;
import io.slipway.platform.process.RunningProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka broker (KRaft, one node) in this JVM, on the loopback interface only. What it acknowledged survives its being
 * killed; the next start on the same directory goes on with it.
 *
 * <p>Everything is under the directory: the log in {@code data}, the process id in {@code kafka.pid}.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private final KafkaRaftServer server;
    private final Path pidFile;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, Path pidFile, int port) {
        this.server = server;
        this.pidFile = pidFile;
        this.port = port;
    }

    /**
     * Starts a broker; when this returns, it serves clients.
     *
     * @param directory where everything is kept; created if missing, reused with its data if not. One broker at a time.
     * @param port the port to listen on; 0 for a free one
     * @throws IllegalStateException if the broker does not start
     */
    public static EmbeddedKafka start(Path directory, int port) {
        return start(directory, port, 0);
    }

    /**
     * As {@link #start(Path, int)}, with the port on which the node talks to itself as its own controller.
     *
     * @param controllerPort 0 for a free one
     */
    public static EmbeddedKafka start(Path directory, int port, int controllerPort) {
        Path absolute = directory.toAbsolutePath().normalize();
        int chosen = Ports.orFree(port);
        int chosenController = Ports.orFree(controllerPort);
        try {
            Path data = absolute.resolve("data");
            boolean fresh = !Files.isDirectory(data);
            if (fresh) {
                format(absolute, data);
            }
            KafkaRaftServer server = new KafkaRaftServer(
                    new KafkaConfig(BrokerSettings.of(data, chosen, chosenController, fresh), false), Time.SYSTEM);
            startOrStop(server);
            Path pidFile = pidFile(absolute);
            RunningProcess.of(ProcessHandle.current().pid()).ifPresent(running -> running.record(pidFile));
            return new EmbeddedKafka(server, pidFile, chosen);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot prepare the broker's directory " + absolute, e);
        }
    }

    /** The file that holds the process id of the broker on {@code directory}, see {@link RunningProcess}. */
    public static Path pidFile(Path directory) {
        return directory.resolve("kafka.pid");
    }

    /** {@code 127.0.0.1:<port>}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** {@code kafka://127.0.0.1:<port>}. */
    public String uri() {
        return "kafka://" + bootstrapServers();
    }

    /** The port that the broker listens on. */
    public int port() {
        return port;
    }

    /** Process id of the broker: this JVM's. */
    public long pid() {
        return ProcessHandle.current().pid();
    }

    /** Waits until the broker ends, however that comes. */
    public void awaitShutdown() {
        server.awaitShutdown();
    }

    /** Stops the broker. The data stays. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + pidFile, e);
        }
    }

    private static void startOrStop(KafkaRaftServer server) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // The broker loads parts of itself through it, which under a Quarkus test is another loader than its own.
        thread.setContextClassLoader(KafkaRaftServer.class.getClassLoader());
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw new IllegalStateException("The Kafka broker does not start: " + e.getMessage(), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Made beside its place and then moved there: a log directory that exists is whole. */
    private static void format(Path directory, Path data) throws IOException {
        Path partial = directory.resolve("data.new");
        delete(partial);
        Files.createDirectories(partial);
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(nowhere)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(BrokerSettings.NODE_ID)
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .setMetadataLogDirectory(partial.toString())
                    .setDirectories(List.of(partial.toString()))
                    .run();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("Cannot format " + partial, e);
        }
        Files.move(partial, data, StandardCopyOption.ATOMIC_MOVE);
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
