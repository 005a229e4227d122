package io.slipway.deploy.kafka;

import io.slipway.events.TopicCatalog;
import io.slipway.events.work.JobFinished;
import io.slipway.events.work.StepRef;
import io.slipway.kit.health.ReadinessRegistry;
import io.slipway.kit.kafka.KafkaClients;
import io.slipway.kit.kafka.WholeTopic;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The job runs whose results are written. A workload can be applied twice without harm, a job must not be run twice: when
 * its command comes again after its container has been removed, only its result tells that it was run.
 */
@Singleton
class FinishedJobs {

    private final Set<Attempt> attempts = ConcurrentHashMap.newKeySet();
    private final WholeTopic<JobFinished> results;

    FinishedJobs(KafkaClients clients, ReadinessRegistry readiness) {
        this.results = WholeTopic.read(
                clients, TopicCatalog.JOB_FINISHED, event -> add(event.data().step()));
        readiness.register("finished-jobs", results::isCaughtUp);
    }

    /** Completes when all results that were written before the start are known. */
    CompletionStage<Void> ready() {
        return results.caughtUp();
    }

    /** The result of {@code step} is written. */
    void add(StepRef step) {
        attempts.add(Attempt.of(step));
    }

    /** Whether the result of {@code step} is written. */
    boolean contains(StepRef step) {
        return attempts.contains(Attempt.of(step));
    }

    @PreDestroy
    void stop() {
        results.close();
    }

    private record Attempt(String environmentId, long number) {
        private static Attempt of(StepRef step) {
            return new Attempt(step.environmentId(), step.attempt());
        }
    }
}
