package io.slipway.build;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.slipway.kit.secret.KeysetFile;
import io.slipway.testkit.TestBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/** A broker, keys and directories, all only for the tests of one Quarkus application. */
public final class BuildWorkerResource implements QuarkusTestResourceLifecycleManager {

    private TestBroker broker;

    @Override
    public Map<String, String> start() {
        broker = TestBroker.start("build");
        Path git = broker.directory().resolve("git");
        try {
            Files.createDirectories(git);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path keyset = broker.directory().resolve("keyset.json");
        KeysetFile.createIfMissing(keyset);
        return Map.of(
                "kafka.bootstrap.servers", broker.bootstrapServers(),
                "slipway.secrets.keyset-file", keyset.toString(),
                "slipway.docker.instance", "it-" + UUID.randomUUID(),
                "slipway.build.concurrency", "2",
                "slipway.build.work-directory",
                        broker.directory().resolve("work").toString(),
                "slipway.build.image-prefix", "slipway-it",
                "slipway.git.allowed-file-roots", git.toString());
    }

    @Override
    public void stop() {
        if (broker != null) {
            broker.close();
        }
    }
}
