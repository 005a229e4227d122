package io.slipway.kit.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of Kafka that every service has. */
@ConfigMapping(prefix = "slipway.kafka")
public interface KitConfig {

    /** Partitions of each topic that this service creates; the same for all services of an installation. */
    @WithDefault("4")
    int partitions();

    /** Copies of each partition that this service's new topics have. */
    @WithDefault("1")
    short replicationFactor();

    /** Whether missing topics are created when the service starts. */
    @WithDefault("true")
    boolean createTopics();

    /** How long the start waits for the broker before it fails. */
    @WithDefault("60s")
    Duration startTimeout();

    /** Largest record in bytes that topics take and producers write. */
    @WithDefault("8388608")
    int maxRecordBytes();

    /** {@link #maxRecordBytes()} and room for the headers that a dead letter has more than the record had. */
    default int maxDeadLetterBytes() {
        return maxRecordBytes() + 65_536;
    }

    /** How long handlers may go on when the service stops, before their threads are interrupted. */
    @WithDefault("2s")
    Duration shutdownGrace();

    /** How events that a handler fails to serve are tried again. */
    Retry retry();

    /** How events that a handler fails to serve are tried again. */
    interface Retry {

        /** Further tries before the record goes to the dead letter topic. */
        @WithDefault("4")
        int maxRetries();

        /** Before the second try; doubles from try to try. */
        @WithDefault("200ms")
        Duration firstDelay();

        /** The longest delay between tries. */
        @WithDefault("10s")
        Duration maxDelay();
    }
}
