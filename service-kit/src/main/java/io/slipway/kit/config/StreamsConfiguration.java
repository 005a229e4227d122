package io.slipway.kit.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Settings of the services that run a Kafka Streams topology. */
@ConfigMapping(prefix = "slipway.streams")
public interface StreamsConfiguration {

    /** Where the state stores are kept. It must survive restarts: without it the state is read again from Kafka. */
    @WithDefault(".slipway/streams")
    Path stateDir();

    /** Threads that process; each serves whole partitions. */
    @WithDefault("1")
    int threads();

    /** The longest time that processed records wait for their transaction's commit. */
    @WithDefault("10ms")
    Duration commitInterval();

    /** Memory in bytes for writes to state stores with a cache, which then reach the disk and Kafka at commits only. */
    @WithDefault("0")
    long cacheBytes();

    /** How long a thread waits for records before it looks whether a commit is due. */
    @WithDefault("2ms")
    Duration poll();

    /** A record younger than this asks for a commit at once; older ones are a backlog and wait for the interval. */
    @WithDefault("50ms")
    Duration freshness();

    /** Commits at once are asked for no more often than this. */
    @WithDefault("4ms")
    Duration freshCommitPause();

    /** How often a thread that failed is replaced within five minutes, before the service gives up. */
    @WithDefault("5")
    int maxThreadReplacements();

    /** How long the stop waits for the threads. */
    @WithDefault("8s")
    Duration stopTimeout();
}
