package io.slipway.orchestrator.domain.simulation;

import io.slipway.events.spec.Value;
import io.slipway.events.work.BuildCompleted;
import io.slipway.events.work.BuildRequested;
import io.slipway.events.work.Image;
import io.slipway.events.work.JobFinished;
import io.slipway.events.work.JobRequested;
import io.slipway.events.work.OutputHarvested;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepRef;
import io.slipway.events.work.WorkloadCompleted;
import io.slipway.events.work.WorkloadRequested;
import io.slipway.orchestrator.domain.PipelineCommand;
import io.slipway.orchestrator.domain.PipelineEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Workers and the collector as the world has them: commands wait for any time, are carried out in any order, sometimes
 * twice with different outcomes (a crash between the answer and its acknowledgement), sometimes never; cancellations are
 * heard late.
 */
final class Workers {

    private final Random random;
    private final List<PipelineCommand> commands = new ArrayList<>();
    private final Set<StepRef> cancelled = new HashSet<>();
    private final int failuresPerThousand;
    private final int lostPerThousand;

    Workers(Random random) {
        this.random = random;
        this.failuresPerThousand = random.nextInt(4) == 0 ? 150 : 10;
        this.lostPerThousand = random.nextInt(4) == 0 ? 60 : 2;
    }

    void take(PipelineCommand command) {
        switch (command) {
            case PipelineCommand.RunBuild _, PipelineCommand.RunWorkload _, PipelineCommand.RunJob _ ->
                commands.add(command);
            case PipelineCommand.CancelWork(var work) -> cancelled.add(work.step());
            case PipelineCommand.PublishStatus _, PipelineCommand.Reject _, PipelineCommand.DeadLetter _ -> {}
        }
    }

    boolean idle() {
        return commands.isEmpty();
    }

    /** Carries some command out; the answers arrive whenever the network likes. */
    List<PipelineEvent> work(Instant now) {
        PipelineCommand command = commands.remove(random.nextInt(commands.size()));
        if (chance(lostPerThousand)) {
            return List.of();
        }
        if (chance(50)) {
            // Redelivered: carried out once more, some time later.
            commands.add(command);
        }
        return switch (command) {
            case PipelineCommand.RunBuild(var request) -> List.of(built(request, now));
            case PipelineCommand.RunWorkload(var request) -> List.of(reached(request, now));
            case PipelineCommand.RunJob(var request) -> ran(request, now);
            case PipelineCommand.CancelWork _,
                    PipelineCommand.PublishStatus _,
                    PipelineCommand.Reject _,
                    PipelineCommand.DeadLetter _ -> List.of();
        };
    }

    private PipelineEvent built(BuildRequested request, Instant now) {
        StepRef ref = request.step();
        BuildCompleted.Result result;
        if (heardOfCancellation(ref)) {
            result = new BuildCompleted.Result.Canceled();
        } else if (chance(failuresPerThousand)) {
            result = new BuildCompleted.Result.Failed(failure(StepFailure.Reason.BUILD_FAILED));
        } else {
            String commit = "c" + ref.attempt();
            result = new BuildCompleted.Result.Built(
                    new Image(ref.serviceId() + ":" + commit, null, commit, null), random.nextBoolean());
        }
        return new PipelineEvent.BuildFinished(new BuildCompleted(ref, result, now), now);
    }

    private PipelineEvent reached(WorkloadRequested request, Instant now) {
        StepRef ref = request.step();
        WorkloadCompleted.Result result;
        if (heardOfCancellation(ref)) {
            result = new WorkloadCompleted.Result.Canceled();
        } else if (chance(failuresPerThousand)) {
            result = new WorkloadCompleted.Result.Failed(failure(StepFailure.Reason.CRASHED));
        } else {
            result = new WorkloadCompleted.Result.Reached(random.nextBoolean(), List.of());
        }
        return new PipelineEvent.WorkloadFinished(new WorkloadCompleted(ref, result, now), now);
    }

    private List<PipelineEvent> ran(JobRequested request, Instant now) {
        StepRef ref = request.step();
        if (heardOfCancellation(ref)) {
            return List.of(finished(request, new JobFinished.Result.Canceled(), now));
        }
        if (chance(failuresPerThousand)) {
            return List.of(
                    finished(request, new JobFinished.Result.Failed(failure(StepFailure.Reason.JOB_FAILED)), now));
        }
        PipelineEvent success = finished(
                request,
                new JobFinished.Result.Succeeded(new JobFinished.OutputLocation("docker", "container", "/output")),
                now);
        if (chance(lostPerThousand)) {
            return List.of(success);
        }
        OutputHarvested.Result result = chance(failuresPerThousand)
                ? new OutputHarvested.Result.Failed(failure(StepFailure.Reason.INVALID_OUTPUT))
                : new OutputHarvested.Result.Harvested(List.of(
                        new OutputHarvested.OutputVariable("URL", Value.plain("url-" + ref.attempt())),
                        new OutputHarvested.OutputVariable("N" + ref.attempt() % 3, Value.plain("" + ref.attempt()))));
        return List.of(
                success,
                new PipelineEvent.OutputsHarvested(new OutputHarvested(ref, request.event(), result, now), now));
    }

    private static PipelineEvent finished(JobRequested request, JobFinished.Result result, Instant now) {
        return new PipelineEvent.JobEnded(
                new JobFinished(request.step(), request.environment(), request.event(), result, 1, 0, 1, now), now);
    }

    private boolean heardOfCancellation(StepRef ref) {
        // The worker may have finished just before it heard of it; or cancel for a reason of its own.
        return (cancelled.contains(ref) && chance(800)) || chance(3);
    }

    private static StepFailure failure(StepFailure.Reason reason) {
        return new StepFailure(reason, "it went wrong");
    }

    private boolean chance(int perThousand) {
        return random.nextInt(1000) < perThousand;
    }
}
