package io.slipway.status.kafka;

import java.time.Duration;

/**
 * Settings of the topology.
 *
 * @param cachedEnvironments views per partition that are kept in the heap
 * @param publishInterval the least time between two publications of an environment while events are fresh
 * @param backlogPublishInterval the same while a backlog is worked off
 * @param freshness events younger than this are fresh
 */
record AggregatorSettings(
        int cachedEnvironments, Duration publishInterval, Duration backlogPublishInterval, Duration freshness) {}
