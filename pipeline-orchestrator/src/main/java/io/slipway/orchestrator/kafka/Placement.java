package io.slipway.orchestrator.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Whether a record is in the partition that its environment belongs to.
 *
 * <p>Clients that are not built on Java's hash keys otherwise by default, librdkafka among them (kcat, Go, Python). Their
 * records land in a partition whose task does not have the environment's state; they are written once more to the same
 * topic, where the key leads to. The header tells the two apart, so that a record is sent on at most once.
 */
final class Placement {

    /** In a record that has been sent on: where it was. */
    static final String HEADER = "slipway_placed_from";

    private final int partitions;

    /** @param partitions how many each source topic has */
    Placement(int partitions) {
        this.partitions = partitions;
    }

    /** Whether {@code record} has to be sent on to reach the state of {@code environmentId}. */
    boolean elsewhere(Record<String, byte[]> record, String environmentId, int partition) {
        return record.headers().lastHeader(HEADER) == null
                && (record.key() == null || partition(environmentId) != partition);
    }

    /** {@code record} as it is sent on. */
    Record<String, byte[]> moved(Record<String, byte[]> record, String environmentId, int partition) {
        Record<String, byte[]> moved = record.withKey(environmentId);
        moved.headers().add(new RecordHeader(HEADER, Integer.toString(partition).getBytes(StandardCharsets.UTF_8)));
        return moved;
    }

    /** The partition that the default partitioner of Kafka's producer chooses. */
    int partition(@Nullable String key) {
        byte[] bytes = key == null ? new byte[0] : key.getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(bytes)) % partitions;
    }
}
