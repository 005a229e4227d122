package io.slipway.deploy.kafka;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.slipway.events.TopicCatalog;
import io.slipway.events.status.ServiceRunning;
import io.slipway.kit.kafka.EventFactory;
import io.slipway.kit.kafka.EventPublisher;
import io.slipway.runtime.Handle;
import io.slipway.runtime.RunningWatcher;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes each change of what runs to {@code service.running}. */
@ApplicationScoped
class RunningFeed {

    private static final Logger LOG = Logger.getLogger(RunningFeed.class);

    private final RunningWatcher watcher;
    private final EventPublisher publisher;
    private final EventFactory events;
    private @Nullable Handle watching;

    RunningFeed(RunningWatcher watcher, EventPublisher publisher, EventFactory events) {
        this.watcher = watcher;
        this.publisher = publisher;
        this.events = events;
    }

    synchronized void onStart(@Observes StartupEvent event) {
        watching = watcher.watch(this::publish);
    }

    synchronized void onStop(@Observes ShutdownEvent event) {
        if (watching != null) {
            watching.close();
        }
    }

    private void publish(ServiceRunning running) {
        publisher
                .publish(
                        TopicCatalog.SERVICE_RUNNING,
                        running.environmentId(),
                        events.event(running.serviceId(), null, running))
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        LOG.errorf(failure, "The running state of service %s is not written", running.serviceId());
                    }
                });
    }
}
