package io.slipway.deploy.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.slipway.deploy.app.Deployments;
import io.slipway.deploy.config.DeployConfig;
import io.slipway.events.Event;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicCatalog;
import io.slipway.events.TopicDescriptor;
import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.work.JobFinished;
import io.slipway.events.work.JobRequested;
import io.slipway.events.work.OutputHarvested;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.events.work.WorkloadCompleted;
import io.slipway.events.work.WorkloadRequested;
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
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Serves the commands: each is acknowledged after its result is written, so one that was under way when the service ended
 * comes again and goes on with what is there.
 */
@ApplicationScoped
class Commands {

    private final Multi<Message<byte[]>> workloads;
    private final Multi<Message<byte[]>> jobs;
    private final Multi<Message<byte[]>> outputs;
    private final IncomingEvents incoming;
    private final CancellationRegistry cancellations;
    private final FinishedJobs finishedJobs;
    private final Deployments deployments;
    private final EventPublisher publisher;
    private final EventFactory events;
    private final MeterRegistry metrics;
    private final DeployConfig config;

    Commands(
            @Channel("workload-requested") Multi<Message<byte[]>> workloads,
            @Channel("job-requested") Multi<Message<byte[]>> jobs,
            @Channel("output-harvested") Multi<Message<byte[]>> outputs,
            IncomingEvents incoming,
            CancellationRegistry cancellations,
            FinishedJobs finishedJobs,
            Deployments deployments,
            EventPublisher publisher,
            EventFactory events,
            MeterRegistry metrics,
            DeployConfig config) {
        this.workloads = workloads;
        this.jobs = jobs;
        this.outputs = outputs;
        this.incoming = incoming;
        this.cancellations = cancellations;
        this.finishedJobs = finishedJobs;
        this.deployments = deployments;
        this.publisher = publisher;
        this.events = events;
        this.metrics = metrics;
        this.config = config;
    }

    void onStart(@Observes StartupEvent event) {
        metrics.gauge("slipway.steps.running", deployments, Deployments::running);
        // A cancelled attempt must not begin and a finished job must not run again: both have to be known first.
        CompletionStage<Void> known = cancellations.ready().thenCombine(finishedJobs.ready(), (_, _) -> null);
        known.thenRun(this::consume);
    }

    private void consume() {
        int concurrency = config.concurrency();
        incoming.consume(workloads, EventCodec.of(TopicCatalog.WORKLOAD_REQUESTED), concurrency, this::workload);
        incoming.consume(jobs, EventCodec.of(TopicCatalog.JOB_REQUESTED), concurrency, this::job);
        incoming.consume(outputs, EventCodec.of(TopicCatalog.OUTPUT_HARVESTED), concurrency, this::harvested);
    }

    private void workload(Event<WorkloadRequested> event) throws InterruptedException, ExecutionException {
        WorkloadRequested command = event.data();
        if (!serves(command.environment())) {
            return;
        }
        Instant start = Instant.now();
        WorkloadCompleted completed = deployments.run(command);
        String outcome = switch (completed.result()) {
            case WorkloadCompleted.Result.Reached reached -> reached.unchanged() ? "unchanged" : "reached";
            case WorkloadCompleted.Result.Failed _ -> "failed";
            case WorkloadCompleted.Result.Canceled _ -> "canceled";
        };
        KitMetrics.step(metrics, StepKind.WORKLOAD, outcome, Duration.between(start, Instant.now()));
        publish(TopicCatalog.WORKLOAD_COMPLETED, command.step(), completed);
    }

    private void job(Event<JobRequested> event) throws InterruptedException, ExecutionException {
        JobRequested command = event.data();
        if (!serves(command.environment())) {
            return;
        }
        if (finishedJobs.contains(command.step())) {
            releaseIfFailed(command.step());
            return;
        }
        Instant start = Instant.now();
        JobFinished finished = deployments.run(command);
        String outcome = switch (finished.result()) {
            case JobFinished.Result.Succeeded _ -> "succeeded";
            case JobFinished.Result.Failed _ -> "failed";
            case JobFinished.Result.Canceled _ -> "canceled";
        };
        KitMetrics.step(metrics, StepKind.JOB, outcome, Duration.between(start, Instant.now()));
        publish(TopicCatalog.JOB_FINISHED, command.step(), finished);
        finishedJobs.add(finished);
        releaseIfFailed(command.step());
    }

    private void releaseIfFailed(StepRef step) throws InterruptedException {
        if (finishedJobs.failed(step)) {
            deployments.release(step, finishedJobs.cluster(step));
        }
    }

    private void harvested(Event<OutputHarvested> event) throws InterruptedException {
        StepRef step = event.data().step();
        deployments.release(step, finishedJobs.cluster(step));
    }

    private boolean serves(EnvironmentRef environment) {
        return config.clusters()
                .map(Set::copyOf)
                .map(c -> c.contains(environment.clusterId()))
                .orElse(true);
    }

    private <T> void publish(TopicDescriptor<T> topic, StepRef step, T result)
            throws InterruptedException, ExecutionException {
        publisher
                .publish(topic, step.environmentId(), events.event(step, result))
                .toCompletableFuture()
                .get();
    }
}
