package io.slipway.testkit;

import io.slipway.platform.kafka.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

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
        try {
            Files.walkFileTree(directory, new Removal());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes what there is; what has gone by itself meanwhile is as good as removed. */
    private static final class Removal extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
            if (problem instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw problem;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path entered, @Nullable IOException problem) throws IOException {
            if (problem != null) {
                throw problem;
            }
            Files.deleteIfExists(entered);
            return FileVisitResult.CONTINUE;
        }
    }
}
