package io.slipway.platform.kafka;

import io.slipway.platform.process.QuietLog;
import java.nio.file.Path;

/**
 * The broker as a process of its own. Arguments: directory, port, controller port (0 for a free one). It ends on TERM,
 * with everything flushed.
 */
public final class BrokerMain {

    private BrokerMain() {}

    /** Starts the broker and stays until the process is told to end. */
    public static void main(String[] arguments) {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("usage: <directory> <port> <controller port>");
        }
        QuietLog.set();
        EmbeddedKafka kafka = EmbeddedKafka.start(
                Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "broker-shutdown"));
        kafka.awaitShutdown();
    }
}
