package io.slipway.orchestrator.app;

import io.slipway.events.work.BuildCompleted;
import io.slipway.events.work.JobFinished;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.events.work.WorkloadCompleted;
import io.slipway.orchestrator.domain.PipelineCommand;
import io.slipway.orchestrator.domain.PipelineEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Measures steps from their command to their result. In memory only: steps that outlive the process are not measured. */
final class StepTimes {

    private final Map<String, Map<Long, Instant>> commandedAt = new HashMap<>();
    private final PipelineObserver observer;

    StepTimes(PipelineObserver observer) {
        this.observer = observer;
    }

    void observe(Change change) {
        switch (change.event()) {
            case PipelineEvent.BuildFinished built ->
                end(
                        built.result().step(),
                        StepKind.BUILD,
                        outcome(built.result().result()),
                        built.at());
            case PipelineEvent.WorkloadFinished workload ->
                end(
                        workload.result().step(),
                        StepKind.WORKLOAD,
                        outcome(workload.result().result()),
                        workload.at());
            case PipelineEvent.JobEnded job ->
                end(job.result().step(), StepKind.JOB, outcome(job.result().result()), job.at());
            case PipelineEvent.SpecPublished _,
                    PipelineEvent.SpecForgotten _,
                    PipelineEvent.DeploymentAsked _,
                    PipelineEvent.CancellationAsked _,
                    PipelineEvent.OutputsHarvested _,
                    PipelineEvent.Tick _ -> {}
        }
        for (Change.Output output : change.outputs()) {
            StepRef step = commanded(output.command());
            if (step != null) {
                commandedAt
                        .computeIfAbsent(step.environmentId(), _ -> new HashMap<>())
                        .put(step.attempt(), change.event().at());
            }
        }
        if (change.after().state().run() == null) {
            commandedAt.remove(change.after().id());
        }
    }

    void clear() {
        commandedAt.clear();
    }

    private void end(StepRef step, StepKind kind, String outcome, Instant at) {
        Map<Long, Instant> attempts = commandedAt.get(step.environmentId());
        Instant since = attempts == null ? null : attempts.remove(step.attempt());
        if (since != null) {
            observer.stepEnded(kind, outcome, Duration.between(since, at));
        }
    }

    private static @Nullable StepRef commanded(PipelineCommand command) {
        return switch (command) {
            case PipelineCommand.RunBuild build -> build.request().step();
            case PipelineCommand.RunWorkload workload -> workload.request().step();
            case PipelineCommand.RunJob job -> job.request().step();
            case PipelineCommand.CancelWork _,
                    PipelineCommand.PublishStatus _,
                    PipelineCommand.Reject _,
                    PipelineCommand.DeadLetter _ -> null;
        };
    }

    private static String outcome(BuildCompleted.Result result) {
        return switch (result) {
            case BuildCompleted.Result.Built _ -> "succeeded";
            case BuildCompleted.Result.Failed _ -> "failed";
            case BuildCompleted.Result.Canceled _ -> "canceled";
        };
    }

    private static String outcome(WorkloadCompleted.Result result) {
        return switch (result) {
            case WorkloadCompleted.Result.Reached _ -> "succeeded";
            case WorkloadCompleted.Result.Failed _ -> "failed";
            case WorkloadCompleted.Result.Canceled _ -> "canceled";
        };
    }

    private static String outcome(JobFinished.Result result) {
        return switch (result) {
            case JobFinished.Result.Succeeded _ -> "succeeded";
            case JobFinished.Result.Failed _ -> "failed";
            case JobFinished.Result.Canceled _ -> "canceled";
        };
    }
}
