package io.slipway.orchestrator.it;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.slipway.platform.kafka.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** A broker and a state directory for the tests of the running application. */
public final class BrokerResource implements QuarkusTestResourceLifecycleManager {

    private Path directory;
    private EmbeddedKafka kafka;

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("orchestrator-it");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        return Map.of(
                "kafka.bootstrap.servers", kafka.bootstrapServers(),
                "slipway.streams.state-dir", directory.resolve("streams").toString());
    }

    @Override
    public void stop() {
        if (kafka != null) {
            kafka.close();
        }
        delete(directory);
    }

    static void delete(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
