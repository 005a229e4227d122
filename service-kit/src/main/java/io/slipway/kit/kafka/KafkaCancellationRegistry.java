package io.slipway.kit.kafka;

import io.slipway.events.TopicCatalog;
import io.slipway.events.work.StepRef;
import io.slipway.events.work.WorkCancelled;
import io.slipway.kit.health.ReadinessRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The registry that reads {@code work.cancelled}: every instance reads all of it. */
@Singleton
class KafkaCancellationRegistry implements CancellationRegistry {

    private final Cancellations cancellations = new Cancellations();
    private final WholeTopic<WorkCancelled> topic;

    KafkaCancellationRegistry(KafkaClients clients, ReadinessRegistry readiness) {
        this.topic = WholeTopic.read(
                clients,
                TopicCatalog.WORK_CANCELLED,
                event -> cancellations.cancel(event.data().step()));
        topic.caughtUp().thenRun(cancellations::caughtUp);
        readiness.register("cancellations", topic::isCaughtUp);
    }

    @PreDestroy
    void stop() {
        topic.close();
    }

    @Override
    public CompletionStage<Void> ready() {
        return cancellations.ready();
    }

    @Override
    public boolean isCancelled(StepRef step) {
        return cancellations.isCancelled(step);
    }

    @Override
    public void subscribe(Consumer<StepRef> listener) {
        cancellations.subscribe(listener);
    }

    @Override
    public Registration onCancelled(StepRef step, Runnable action) {
        return cancellations.onCancelled(step, action);
    }
}
