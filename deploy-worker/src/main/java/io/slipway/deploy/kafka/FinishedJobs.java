package io.slipway.deploy.kafka;

import io.slipway.events.TopicCatalog;
import io.slipway.events.work.JobFinished;
import io.slipway.events.work.StepRef;
import io.slipway.kit.health.ReadinessRegistry;
import io.slipway.kit.kafka.KafkaClients;
import io.slipway.kit.kafka.WholeTopic;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The job runs whose results are written. A workload can be applied twice without harm, a job must not be run twice: when
 * its command comes again after its container has been removed, only its result tells that it was run.
 */
@Singleton
class FinishedJobs {

    private final Map<Attempt, Run> attempts = new ConcurrentHashMap<>();

    private final WholeTopic<JobFinished> results;

    FinishedJobs(KafkaClients clients, ReadinessRegistry readiness) {
        this.results = WholeTopic.read(clients, TopicCatalog.JOB_FINISHED, event -> add(event.data()));
        readiness.register("finished-jobs", results::isCaughtUp);
    }

    /** Completes when all results that were written before the start are known. */
    CompletionStage<Void> ready() {
        return results.caughtUp();
    }

    /** This result is written. */
    void add(JobFinished finished) {
        attempts.put(
                Attempt.of(finished.step()),
                new Run(succeeded(finished), finished.environment().clusterId()));
    }

    /** Whether there is an output to be read, so that what is left of the run has to be kept until that is done. */
    static boolean succeeded(JobFinished finished) {
        return finished.result() instanceof JobFinished.Result.Succeeded;
    }

    /** Whether the result of {@code step} is written and tells of no success. */
    boolean failed(StepRef step) {
        Run run = attempts.get(Attempt.of(step));
        return run != null && !run.succeeded();
    }

    /** The cluster that {@code step} ran on, if its result is written. */
    @Nullable
    String cluster(StepRef step) {
        Run run = attempts.get(Attempt.of(step));
        return run == null ? null : run.clusterId();
    }

    /** Whether the result of {@code step} is written. */
    boolean contains(StepRef step) {
        return attempts.containsKey(Attempt.of(step));
    }

    @PreDestroy
    void stop() {
        results.close();
    }

    private record Run(boolean succeeded, String clusterId) {}

    private record Attempt(String environmentId, long number) {
        private static Attempt of(StepRef step) {
            return new Attempt(step.environmentId(), step.attempt());
        }
    }
}
