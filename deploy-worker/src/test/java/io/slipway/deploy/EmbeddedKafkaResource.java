package io.slipway.deploy;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.slipway.kit.secret.KeysetFile;
import io.slipway.platform.kafka.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** A broker and keys, both only for the tests of one Quarkus application. */
public final class EmbeddedKafkaResource implements QuarkusTestResourceLifecycleManager {

    private Path directory;
    private EmbeddedKafka kafka;

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("deploy-kafka");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path keyset = directory.resolve("keyset.json");
        KeysetFile.createIfMissing(keyset);
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        return Map.of(
                "kafka.bootstrap.servers", kafka.bootstrapServers(),
                "slipway.secrets.keyset-file", keyset.toString(),
                "slipway.docker.instance", "it-" + UUID.randomUUID(),
                "slipway.docker.workloads.subnets", "10.215.0.0/16",
                "slipway.docker.workloads.first-port", "25000",
                "slipway.docker.workloads.last-port", "26999",
                "slipway.docker.workloads.stop-grace", "1s");
    }

    @Override
    public void stop() {
        if (kafka != null) {
            kafka.close();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
