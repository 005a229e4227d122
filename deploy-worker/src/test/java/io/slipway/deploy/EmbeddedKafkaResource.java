package io.slipway.deploy;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.slipway.kit.secret.KeysetFile;
import io.slipway.testkit.TestBroker;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/** A broker and keys, both only for the tests of one Quarkus application. */
public final class EmbeddedKafkaResource implements QuarkusTestResourceLifecycleManager {

    private TestBroker broker;

    @Override
    public Map<String, String> start() {
        broker = TestBroker.start("deploy");
        Path keyset = broker.directory().resolve("keyset.json");
        KeysetFile.createIfMissing(keyset);
        return Map.of(
                "kafka.bootstrap.servers", broker.bootstrapServers(),
                "slipway.secrets.keyset-file", keyset.toString(),
                "slipway.docker.instance", "it-" + UUID.randomUUID(),
                "slipway.docker.workloads.subnets", "10.215.0.0/16",
                "slipway.docker.workloads.first-port", "25000",
                "slipway.docker.workloads.last-port", "26999",
                "slipway.docker.workloads.stop-grace", "1s");
    }

    @Override
    public void stop() {
        if (broker != null) {
            broker.close();
        }
    }
}
