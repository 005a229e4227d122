package io.slipway.benchmarks;

import io.slipway.platform.kafka.EmbeddedKafka;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The broker as a process of its own, so that it shares no heap with what is measured. */
final class BrokerMain {

    /** What stands before the bootstrap servers in the line that says that the broker is ready. */
    static final String READY = "broker ready at ";

    private BrokerMain() {}

    public static void main(String[] args) throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(Path.of(args[0]), 0)) {
            System.out.println(READY + broker.bootstrapServers());
            new CountDownLatch(1).await();
        }
    }
}
