package io.slipway.output.kafka;

import io.slipway.events.Decoded;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicCatalog;
import io.slipway.events.work.OutputHarvested;
import io.slipway.events.work.StepRef;
import io.slipway.kit.kafka.KafkaClients;
import io.slipway.kit.retry.DependencyUnavailableException;
import io.slipway.output.app.HarvestHistory;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** Searches {@code output.harvested} from the time of the run to its end. */
@ApplicationScoped
class KafkaHarvestHistory implements HarvestHistory {

    /** The clocks of the machines may differ by this much. */
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaClients clients;
    private final EventCodec<OutputHarvested> codec = EventCodec.of(TopicCatalog.OUTPUT_HARVESTED);

    KafkaHarvestHistory(KafkaClients clients) {
        this.clients = clients;
    }

    @Override
    public boolean isAnswered(StepRef step, Instant since) throws InterruptedException {
        try (KafkaConsumer<String, byte[]> consumer = clients.groupless("harvest-history")) {
            return search(consumer, step, since.minus(CLOCK_SKEW));
        } catch (InterruptException e) {
            Thread.interrupted();
            InterruptedException interrupted = new InterruptedException("the service stops");
            interrupted.initCause(e);
            throw interrupted;
        } catch (KafkaException e) {
            throw new DependencyUnavailableException("Kafka does not answer", e);
        }
    }

    private boolean search(KafkaConsumer<String, byte[]> consumer, StepRef step, Instant since) {
        List<TopicPartition> partitions =
                KafkaClients.partitions(consumer, codec.topic().name());
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, since.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(times);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp start = starts.get(partition);
            if (start == null) {
                ends.remove(partition);
                consumer.pause(List.of(partition));
            } else {
                consumer.seek(partition, start.offset());
            }
        }
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                if (isAbout(step, record)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isAbout(StepRef step, ConsumerRecord<String, byte[]> record) {
        if (!step.environmentId().equals(record.key())) {
            return false;
        }
        return switch (codec.decode(
                record.key(), record.headers(), record.value(), Instant.ofEpochMilli(record.timestamp()))) {
            case Decoded.Valid<OutputHarvested> valid ->
                isSame(step, valid.event().data().step());
            case Decoded.Tombstone<OutputHarvested> _, Decoded.Undecodable<OutputHarvested> _ -> false;
        };
    }

    /** Environment and attempt identify a run. */
    private static boolean isSame(StepRef a, StepRef b) {
        return a.environmentId().equals(b.environmentId()) && a.attempt() == b.attempt();
    }
}
