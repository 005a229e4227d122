package io.slipway.orchestrator.it;

import io.slipway.events.TopicCatalog;
import io.slipway.events.work.StepRef;
import io.slipway.events.work.WorkloadCompleted;
import io.slipway.testkit.Outsider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Answers every workload command with success. */
final class WorkloadWorkers implements AutoCloseable {

    private final Outsider outside;
    private final KafkaConsumer<String, byte[]> commands;
    private final List<StepRef> answered = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean running = true;

    WorkloadWorkers(Outsider outside) {
        this.outside = outside;
        this.commands = outside.consumer("workload.requested", false);
        this.thread = Thread.ofPlatform().name("workers").start(this::run);
    }

    List<StepRef> answered() {
        return answered;
    }

    private void run() {
        while (running) {
            for (ConsumerRecord<String, byte[]> command : commands.poll(Duration.ofMillis(50))) {
                StepRef step = Outsider.event(TopicCatalog.WORKLOAD_REQUESTED, command)
                        .data()
                        .step();
                outside.send(
                        TopicCatalog.WORKLOAD_COMPLETED,
                        step.environmentId(),
                        new WorkloadCompleted(
                                step, new WorkloadCompleted.Result.Reached(false, List.of()), Instant.now()));
                answered.add(step);
            }
        }
        commands.close();
    }

    @Override
    public void close() {
        running = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
