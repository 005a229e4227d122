package io.slipway.gateway.config;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.slipway.gateway.app.outbox.OutboxQueue;
import io.slipway.gateway.app.outbox.OutboxRelay;
import io.slipway.gateway.app.outbox.RecordSender;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Runs the relay while the gateway runs. */
@ApplicationScoped
class OutboxLifecycle {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final OutboxRelay relay;

    @Nullable
    private Thread thread;

    @Inject
    OutboxLifecycle(OutboxQueue queue, RecordSender sender, OutboxConfig config, MeterRegistry metrics) {
        this.relay = new OutboxRelay(queue, sender, config.batchSize(), config.pollInterval());
        Gauge.builder("slipway_outbox_relay_up", relay, each -> each.healthy() ? 1 : 0)
                .description("Whether the last records of the outbox reached Kafka")
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        thread = Thread.ofPlatform().name("outbox-relay").daemon().start(relay);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        relay.stop();
        if (thread != null && !thread.join(PATIENCE)) {
            thread.interrupt();
            thread.join(PATIENCE);
        }
    }
}
