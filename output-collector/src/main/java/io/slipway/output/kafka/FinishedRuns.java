package io.slipway.output.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.slipway.events.Event;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicCatalog;
import io.slipway.events.work.JobFinished;
import io.slipway.events.work.OutputHarvested;
import io.slipway.events.work.OutputHarvested.Result;
import io.slipway.events.work.StepRef;
import io.slipway.kit.kafka.EventFactory;
import io.slipway.kit.kafka.EventPublisher;
import io.slipway.kit.kafka.IncomingEvents;
import io.slipway.output.app.Harvest;
import io.slipway.output.app.NewestAttempts;
import io.slipway.output.config.OutputConfig;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Serves {@code job.finished}: a run is acknowledged after its result is, so one that was under way comes again. */
@ApplicationScoped
class FinishedRuns {

    private static final String HARVESTS = "slipway.outputs.harvest";
    private static final String VARIABLES = "slipway.outputs.variables";

    private final Multi<Message<byte[]>> channel;
    private final IncomingEvents incoming;
    private final Harvest harvest;
    private final EventPublisher publisher;
    private final EventFactory events;
    private final MeterRegistry metrics;
    private final OutputConfig config;
    private final NewestAttempts newest = new NewestAttempts();

    FinishedRuns(
            @Channel("job-finished") Multi<Message<byte[]>> channel,
            IncomingEvents incoming,
            Harvest harvest,
            EventPublisher publisher,
            EventFactory events,
            MeterRegistry metrics,
            OutputConfig config) {
        this.channel = channel;
        this.incoming = incoming;
        this.harvest = harvest;
        this.publisher = publisher;
        this.events = events;
        this.metrics = metrics;
        this.config = config;
    }

    void onStart(@Observes StartupEvent event) {
        incoming.consume(channel, EventCodec.of(TopicCatalog.JOB_FINISHED), config.concurrency(), this::serve);
    }

    private void serve(Event<JobFinished> event) throws InterruptedException, ExecutionException {
        JobFinished finished = event.data();
        if (!serves(finished.environment().clusterId())) {
            return;
        }
        newest.arrived(finished.step());
        Instant start = Instant.now();
        Optional<Result> result = harvest.of(finished);
        if (result.isPresent()) {
            measure(result.get(), Duration.between(start, Instant.now()));
            publish(finished, result.get());
        }
    }

    private void publish(JobFinished finished, Result result) throws InterruptedException, ExecutionException {
        StepRef step = finished.step();
        OutputHarvested harvested = new OutputHarvested(
                step, finished.event(), result, Instant.now().truncatedTo(ChronoUnit.MICROS));
        Optional<CompletionStage<Void>> written = newest.unlessOutdated(
                step,
                () -> publisher.publish(
                        TopicCatalog.OUTPUT_HARVESTED, step.environmentId(), events.event(step, harvested)));
        if (written.isPresent()) {
            written.get().toCompletableFuture().get();
        }
    }

    private boolean serves(String clusterId) {
        return config.clusters()
                .map(Set::copyOf)
                .map(clusters -> clusters.contains(clusterId))
                .orElse(true);
    }

    private void measure(Result result, Duration took) {
        String outcome = switch (result) {
            case Result.Harvested harvested -> {
                metrics.counter(VARIABLES).increment(harvested.outputs().size());
                yield harvested.outputs().isEmpty() ? "none" : "harvested";
            }
            case Result.Failed _ -> "failed";
        };
        metrics.timer(HARVESTS, "outcome", outcome).record(took);
    }
}
