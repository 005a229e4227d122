package io.slipway.build;

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

/** A broker, keys and directories, all only for the tests of one Quarkus application. */
public final class BuildWorkerResource implements QuarkusTestResourceLifecycleManager {

    private Path directory;
    private EmbeddedKafka kafka;

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("build-worker-it").toRealPath();
            Files.createDirectories(directory.resolve("git"));
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
                "slipway.build.concurrency", "2",
                "slipway.build.work-directory", directory.resolve("work").toString(),
                "slipway.build.image-prefix", "slipway-it",
                "slipway.git.allowed-file-roots", directory.resolve("git").toString());
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
