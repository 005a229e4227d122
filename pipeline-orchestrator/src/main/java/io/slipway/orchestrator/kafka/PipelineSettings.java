package io.slipway.orchestrator.kafka;

import io.slipway.orchestrator.app.PipelineObserver;
import io.slipway.orchestrator.domain.Limits;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What the processors of the topology have in common.
 *
 * @param partitions how many each source topic has
 * @param cachedEnvironments environments of each partition that are kept in memory
 * @param maxRecordBytes largest record that the broker takes
 * @param onMisplaced is told the topic of each record that was in the wrong partition
 */
record PipelineSettings(
        Limits limits,
        PipelineObserver observer,
        int partitions,
        Duration tickInterval,
        int cachedEnvironments,
        int maxRecordBytes,
        Consumer<String> onMisplaced) {

    /** Room that keys, headers and the batch around a record take. */
    private static final int ENVELOPE = 16_384;

    /** Largest value of a record. */
    int maxPayloadBytes() {
        return maxRecordBytes - ENVELOPE;
    }
}
