package io.slipway.platform.kafka;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** Settings of a broker that is alone, small, and quick to start and to come back. */
final class BrokerSettings {

    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private BrokerSettings() {}

    /**
     * Settings of a broker with its log in {@code data}.
     *
     * @param fresh whether there was none on this log before it
     */
    static Properties of(Path data, int port, int controllerPort, boolean fresh) {
        Properties properties = new Properties();
        properties.putAll(Map.ofEntries(
                Map.entry("node.id", Integer.toString(NODE_ID)),
                Map.entry("process.roles", "broker,controller"),
                Map.entry("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort),
                Map.entry("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port),
                Map.entry("controller.listener.names", CONTROLLER_LISTENER),
                Map.entry("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort),
                Map.entry("log.dirs", data.toString()),
                // Topics are created on purpose, with the settings of the catalog.
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                // A transaction that begins while the one before is still being completed is tried again after this.
                // The
                // default of 20 ms is most of the time between two steps of a pipeline.
                Map.entry("add.partitions.to.txn.retry.backoff.ms", "1"),
                Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "2"),
                Map.entry("num.recovery.threads.per.data.dir", "1"),
                Map.entry("background.threads", "2"),
                Map.entry("log.cleaner.dedupe.buffer.size", "2097152"),
                Map.entry("log.segment.bytes", "16777216"),
                // The broker before counts as there for the rest of its session: with the default of 9 s a
                // restart takes 12 s. One without a broker before it may have a long session, so that a busy
                // machine, where it is late to tell that it is there, leaves no partition without a leader.
                Map.entry("broker.session.timeout.ms", fresh ? "60000" : "2000"),
                Map.entry("broker.heartbeat.interval.ms", "300"),
                // There is no other broker to hand partitions to.
                Map.entry("controlled.shutdown.enable", "false")));
        return properties;
    }
}
