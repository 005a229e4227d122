package io.slipway.benchmarks;

import io.slipway.events.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/** The environments that have no deployment under way: taken by who starts one, given back when it has ended. */
final class FreeEnvironments implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final BlockingQueue<String> free;
    private final Set<String> all;
    private final KafkaConsumer<String, byte[]> statuses;
    private final Thread thread;
    private volatile boolean running = true;
    private volatile @Nullable RuntimeException failure;

    FreeEnvironments(Clients clients, List<String> ids) {
        this.free = new LinkedBlockingQueue<>(ids);
        this.all = Set.copyOf(ids);
        this.statuses = clients.consumer(false, Topics.SERVICE_STATUS);
        this.thread = Thread.ofPlatform().name("free-environments").start(this::run);
    }

    /** An environment with nothing under way, as soon as there is one. */
    String take() throws InterruptedException {
        String id = free.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (id == null) {
            throw new IllegalStateException("no deployment ended for " + PATIENCE, failure);
        }
        return id;
    }

    private void run() {
        try {
            while (running) {
                for (ConsumerRecord<String, byte[]> status : statuses.poll(Duration.ofMillis(50))) {
                    if (all.contains(status.key()) && Driver.endsDeployment(status)) {
                        free.add(status.key());
                    }
                }
            }
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            statuses.close();
        }
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
