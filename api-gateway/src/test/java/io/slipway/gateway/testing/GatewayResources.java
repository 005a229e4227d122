package io.slipway.gateway.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.slipway.kit.secret.KeysetFile;
import io.slipway.platform.kafka.EmbeddedKafka;
import io.slipway.platform.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** A database, a broker, keys and a first token of its own for each test application. */
public final class GatewayResources implements QuarkusTestResourceLifecycleManager {

    /** The token that tests call with. */
    public static final String TOKEN = "slipway_test-token-test-token-test-token-0001";

    private Path directory;
    private EmbeddedPostgres postgres;
    private EmbeddedKafka kafka;

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("gateway-test");
            Path keyset = directory.resolve("keyset.json");
            KeysetFile.createIfMissing(keyset);
            Path token = Files.writeString(directory.resolve("token"), TOKEN + "\n");
            postgres = EmbeddedPostgres.start(directory.resolve("postgres"), 0);
            kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
            return Map.of(
                    "quarkus.datasource.reactive.url", postgres.uri(),
                    "quarkus.datasource.jdbc.url", postgres.jdbcUrl(),
                    "quarkus.datasource.username", postgres.username(),
                    "quarkus.datasource.password", postgres.password(),
                    "kafka.bootstrap.servers", kafka.bootstrapServers(),
                    "slipway.secrets.keyset-file", keyset.toString(),
                    "slipway.bootstrap-token-file", token.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (kafka != null) {
            kafka.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        if (directory != null) {
            delete(directory);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
