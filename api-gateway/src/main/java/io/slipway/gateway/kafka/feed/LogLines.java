package io.slipway.gateway.kafka.feed;

import io.slipway.events.Decoded;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicCatalog;
import io.slipway.events.status.DeploymentLogLine;
import io.slipway.gateway.app.feed.LogFeed;
import io.slipway.kit.config.KitConfig;
import io.slipway.kit.kafka.DeadLetters;
import io.slipway.kit.retry.DependencyUnavailableException;
import io.slipway.kit.retry.Retries;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Reads log lines batch by batch: one statement writes all that one poll brought. */
@ApplicationScoped
class LogLines {

    private static final EventCodec<DeploymentLogLine> LINES = EventCodec.of(TopicCatalog.DEPLOYMENT_LOG);

    private final LogFeed feed;
    private final DeadLetters deadLetters;
    private final Retries whileUnavailable;

    LogLines(LogFeed feed, DeadLetters deadLetters, KitConfig config) {
        this.feed = feed;
        this.deadLetters = deadLetters;
        this.whileUnavailable = Retries.unbounded(
                "Writing log lines",
                config.retry().firstDelay(),
                config.retry().maxDelay(),
                DependencyUnavailableException.class::isInstance);
    }

    @Incoming("deployment-log")
    @SuppressWarnings("unchecked") // the channel's deserializers give text keys and byte array values
    Uni<Void> lines(Message<List<byte[]>> message) {
        IncomingKafkaRecordBatchMetadata<String, byte[]> batch = message.getMetadata(
                        IncomingKafkaRecordBatchMetadata.class)
                .orElseThrow(() -> new IllegalStateException("the channel has to deliver batches"));
        List<Line> lines = new ArrayList<>();
        List<Uni<Void>> refused = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : batch.getRecords()) {
            Instant at = Instant.ofEpochMilli(record.timestamp());
            switch (LINES.decode(record.key(), record.headers(), record.value(), at)) {
                case Decoded.Valid<DeploymentLogLine> valid ->
                    lines.add(new Line(record, valid.event().data()));
                case Decoded.Tombstone<DeploymentLogLine> _ -> refused.add(refuse(record, "it has no data"));
                case Decoded.Undecodable<DeploymentLogLine> wrong -> refused.add(refuse(record, wrong.reason()));
            }
        }
        return all(refused)
                .chain(() -> write(lines))
                .onFailure()
                .recoverWithUni(() -> all(lines.stream().map(this::alone).toList()))
                .chain(() -> Uni.createFrom().completionStage(message::ack));
    }

    private Uni<Void> write(List<Line> lines) {
        List<DeploymentLogLine> data = lines.stream().map(Line::data).toList();
        return whileUnavailable.uni(() -> Failures.told(feed.written(data)));
    }

    /** When a batch cannot be written because of one of its lines, each is tried by itself. */
    private Uni<Void> alone(Line line) {
        return write(List.of(line))
                .onFailure()
                .recoverWithUni(failure -> refuse(line.record(), String.valueOf(failure.getMessage())));
    }

    private Uni<Void> refuse(ConsumerRecord<String, byte[]> record, String reason) {
        return Uni.createFrom().completionStage(() -> deadLetters.send(record, reason));
    }

    private static Uni<Void> all(List<Uni<Void>> steps) {
        return Multi.createFrom()
                .iterable(steps)
                .onItem()
                .transformToUniAndConcatenate(step -> step)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private record Line(ConsumerRecord<String, byte[]> record, DeploymentLogLine data) {}
}
