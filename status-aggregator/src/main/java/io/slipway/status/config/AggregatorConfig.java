package io.slipway.status.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the status aggregator. */
@ConfigMapping(prefix = "slipway.status")
public interface AggregatorConfig {

    /** How many environments of one partition are kept in the heap, in the form that events are folded into. */
    @WithDefault("2000")
    int cachedEnvironments();

    /** The least time between two publications of the same environment while events are fresh. */
    @WithDefault("5ms")
    Duration publishInterval();

    /** The least time between two publications of the same environment while a backlog is worked off. */
    @WithDefault("100ms")
    Duration backlogPublishInterval();
}
