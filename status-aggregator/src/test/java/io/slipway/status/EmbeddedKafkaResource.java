package io.slipway.status;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.slipway.platform.kafka.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** A broker and a place for the state, both only for the tests of one Quarkus application. */
public final class EmbeddedKafkaResource implements QuarkusTestResourceLifecycleManager {

    private Path directory;
    private EmbeddedKafka kafka;

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("status-kafka");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        return Map.of(
                "kafka.bootstrap.servers",
                kafka.bootstrapServers(),
                "slipway.streams.state-dir",
                directory.resolve("streams").toString());
    }

    @Override
    public void stop() {
        if (kafka != null) {
            kafka.close();
        }
        delete(directory);
    }

    /** Deletes a directory with all that is in it. */
    public static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
