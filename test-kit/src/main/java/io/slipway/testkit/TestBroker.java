package io.slipway.testkit;

import io.slipway.platform.kafka.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A broker of a test's own, with a directory for whatever else the test keeps; both are gone when it is closed. */
public final class TestBroker implements AutoCloseable {

    private final Path directory;
    private final EmbeddedKafka kafka;

    private TestBroker(Path directory, EmbeddedKafka kafka) {
        this.directory = directory;
        this.kafka = kafka;
    }

    /**
     * Starts one; it serves clients when this returns.
     *
     * @param name what the directory's name begins with
     */
    public static TestBroker start(String name) {
        try {
            Path directory = Files.createTempDirectory(name + "-").toRealPath();
            return new TestBroker(directory, EmbeddedKafka.start(directory.resolve("kafka"), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code host:port} for clients. */
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** An existing directory; its entry {@code kafka} is the broker's. */
    public Path directory() {
        return directory;
    }

    @Override
    public void close() {
        kafka.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
