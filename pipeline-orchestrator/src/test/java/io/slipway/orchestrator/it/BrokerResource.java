package io.slipway.orchestrator.it;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.slipway.testkit.TestBroker;
import java.util.Map;

/** A broker and a state directory for the tests of the running application. */
public final class BrokerResource implements QuarkusTestResourceLifecycleManager {

    private TestBroker broker;

    @Override
    public Map<String, String> start() {
        broker = TestBroker.start("orchestrator");
        return Map.of(
                "kafka.bootstrap.servers", broker.bootstrapServers(),
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
