package io.slipway.status;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.slipway.testkit.TestBroker;
import java.util.Map;

/** A broker and a place for the state, both only for the tests of one Quarkus application. */
public final class EmbeddedKafkaResource implements QuarkusTestResourceLifecycleManager {

    private TestBroker broker;

    @Override
    public Map<String, String> start() {
        broker = TestBroker.start("status");
        return Map.of(
                "kafka.bootstrap.servers",
                broker.bootstrapServers(),
                "slipway.streams.state-dir",
                broker.directory().resolve("streams").toString());
    }

    @Override
    public void stop() {
        if (broker != null) {
            broker.close();
        }
    }
}
