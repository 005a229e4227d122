package io.slipway.build.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.slipway.build.app.Builds;
import io.slipway.build.config.BuildConfig;
import io.slipway.events.Event;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicCatalog;
import io.slipway.events.work.BuildCompleted;
import io.slipway.events.work.BuildCompleted.Result;
import io.slipway.events.work.BuildRequested;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.kit.kafka.CancellationRegistry;
import io.slipway.kit.kafka.EventFactory;
import io.slipway.kit.kafka.EventPublisher;
import io.slipway.kit.kafka.IncomingEvents;
import io.slipway.kit.metrics.KitMetrics;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Serves {@code build.requested}: a command is acknowledged after its result is, so one that was under way when the service
 * ended comes again, and finds the image if it was built.
 */
@ApplicationScoped
class BuildRequests {

    static final String CHANNEL = "build-requested";

    private final Multi<Message<byte[]>> channel;
    private final IncomingEvents incoming;
    private final CancellationRegistry cancellations;
    private final Builds builds;
    private final EventPublisher publisher;
    private final EventFactory events;
    private final MeterRegistry metrics;
    private final BuildConfig config;

    BuildRequests(
            @Channel(CHANNEL) Multi<Message<byte[]>> channel,
            IncomingEvents incoming,
            CancellationRegistry cancellations,
            Builds builds,
            EventPublisher publisher,
            EventFactory events,
            MeterRegistry metrics,
            BuildConfig config) {
        this.channel = channel;
        this.incoming = incoming;
        this.cancellations = cancellations;
        this.builds = builds;
        this.publisher = publisher;
        this.events = events;
        this.metrics = metrics;
        this.config = config;
    }

    void onStart(@Observes StartupEvent event) {
        metrics.gauge("slipway.builds.running", builds, Builds::running);
        EventCodec<BuildRequested> codec = EventCodec.of(TopicCatalog.BUILD_REQUESTED);
        // A cancelled attempt must not begin: what was cancelled has to be known first.
        cancellations.ready().thenRun(() -> incoming.consume(channel, codec, config.concurrency(), this::serve));
    }

    private void serve(Event<BuildRequested> event) throws InterruptedException, ExecutionException {
        if (!serves(event.data().environment().clusterId())) {
            return;
        }
        Instant start = Instant.now();
        Result result = builds.run(event.data());
        KitMetrics.step(metrics, StepKind.BUILD, outcome(result), Duration.between(start, Instant.now()));
        StepRef step = event.data().step();
        BuildCompleted completed =
                new BuildCompleted(step, result, Instant.now().truncatedTo(ChronoUnit.MICROS));
        publisher
                .publish(TopicCatalog.BUILD_COMPLETED, step.environmentId(), events.event(step, completed))
                .toCompletableFuture()
                .get();
    }

    private boolean serves(String clusterId) {
        return config.clusters()
                .map(Set::copyOf)
                .map(clusters -> clusters.contains(clusterId))
                .orElse(true);
    }

    private static String outcome(Result result) {
        return switch (result) {
            case Result.Built built -> built.reused() ? "reused" : "built";
            case Result.Failed _ -> "failed";
            case Result.Canceled _ -> "canceled";
        };
    }
}
