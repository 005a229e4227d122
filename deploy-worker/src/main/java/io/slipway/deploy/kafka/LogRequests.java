package io.slipway.deploy.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.slipway.deploy.app.LogLeases;
import io.slipway.deploy.config.DeployConfig;
import io.slipway.events.Event;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicCatalog;
import io.slipway.events.log.LogsRequested;
import io.slipway.events.log.ServiceLogLines;
import io.slipway.kit.kafka.EventFactory;
import io.slipway.kit.kafka.EventPublisher;
import io.slipway.kit.kafka.IncomingEvents;
import io.slipway.kit.secret.SecretCipher;
import io.slipway.runtime.Clusters;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** Reads who follows which log, and writes the lines. */
@ApplicationScoped
class LogRequests {

    private static final Logger LOG = Logger.getLogger(LogRequests.class);
    private static final long TICK_MILLIS = 100;

    private final Multi<Message<byte[]>> requests;
    private final IncomingEvents incoming;
    private final EventPublisher publisher;
    private final EventFactory events;
    private final DeployConfig config;
    private final MeterRegistry metrics;
    private final LogLeases leases;
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("slipway-service-logs").daemon().factory());

    LogRequests(
            @Channel("logs-requested") Multi<Message<byte[]>> requests,
            IncomingEvents incoming,
            EventPublisher publisher,
            EventFactory events,
            DeployConfig config,
            MeterRegistry metrics,
            Clusters clusters,
            SecretCipher cipher) {
        this.requests = requests;
        this.incoming = incoming;
        this.publisher = publisher;
        this.events = events;
        this.config = config;
        this.metrics = metrics;
        DeployConfig.Logs logs = config.logs();
        this.leases = new LogLeases(
                clusters,
                cipher,
                this::write,
                new LogLeases.Limits(logs.readers(), logs.linesPerSecond(), logs.tail()),
                Clock.systemUTC());
    }

    void onStart(@Observes StartupEvent event) {
        metrics.gauge("slipway.service.logs.followed", leases, LogLeases::size);
        var _ = ticks.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        // One after the other: the end of a lease must not overtake its beginning.
        incoming.consume(requests, EventCodec.of(TopicCatalog.LOGS_REQUESTED), 1, this::requested);
    }

    void onStop(@Observes ShutdownEvent event) {
        ticks.shutdownNow();
        leases.close();
    }

    private void requested(Event<LogsRequested> event) {
        LogsRequested request = event.data();
        if (config.clusters()
                .map(served -> served.contains(request.clusterId()))
                .orElse(true)) {
            leases.requested(request);
        }
    }

    private void tick() {
        try {
            leases.tick();
        } catch (RuntimeException e) {
            LOG.error("Logs of services are not written this time", e);
        }
    }

    private CompletionStage<Void> write(ServiceLogLines lines) {
        return publisher.publish(
                TopicCatalog.SERVICE_LOG, lines.environmentId(), events.event(lines.serviceId(), null, lines));
    }
}
