package io.slipway.kit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.slipway.kit.secret.KeysetFile;
import io.slipway.testkit.TestBroker;
import java.nio.file.Path;
import java.util.Map;

/** A broker of its own for the tests of one Quarkus application. */
public final class EmbeddedKafkaResource implements QuarkusTestResourceLifecycleManager {

    private TestBroker broker;

    @Override
    public Map<String, String> start() {
        broker = TestBroker.start("kit");
        Path keyset = broker.directory().resolve("keyset.json");
        KeysetFile.createIfMissing(keyset);
        return Map.of(
                "kafka.bootstrap.servers", broker.bootstrapServers(),
                "slipway.secrets.keyset-file", keyset.toString());
    }

    @Override
    public void stop() {
        if (broker != null) {
            broker.close();
        }
    }
}
