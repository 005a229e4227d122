package io.slipway.orchestrator.domain.simulation;

import io.slipway.events.request.DeployRejected;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.work.StepRef;
import io.slipway.orchestrator.domain.Decision;
import io.slipway.orchestrator.domain.Limits;
import io.slipway.orchestrator.domain.PipelineCommand;
import io.slipway.orchestrator.domain.PipelineEvent;
import io.slipway.orchestrator.domain.state.EnvironmentState;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/** What must hold after every decision, told from what came in and went out alone. */
final class Invariants {

    final Set<StatusEvent.Phase> ends = EnumSet.noneOf(StatusEvent.Phase.class);
    final Set<DeployRejected.Reason> rejections = EnumSet.noneOf(DeployRejected.Reason.class);
    final Set<Object> stepStates = new HashSet<>();

    private final Attempts attempts;
    private final Requests requests = new Requests();
    private final Board board = new Board();
    private final OutputsSeen outputs = new OutputsSeen();

    private long sequence;

    Invariants(Limits limits) {
        this.attempts = new Attempts(limits);
    }

    void check(EnvironmentState before, PipelineEvent event, Decision decision) {
        requests.asked(event);
        boolean fenced = attempts.answered(event);
        if (fenced && !(decision.commands().isEmpty() && decision.next().equals(before))) {
            throw new AssertionError("an answer to an attempt that is not open had an effect: " + event);
        }
        outputs.answered(event);
        if (event instanceof PipelineEvent.SpecPublished published) {
            board.published(published.spec());
        }
        for (PipelineCommand command : decision.commands()) {
            check(command);
        }
        requests.decided(event, decision.next());
        if (decision.next().run() != null) {
            decision.next().run().progress().steps().values().forEach(step -> stepStates.add(step.state()));
        }
    }

    void atRest(EnvironmentState state) {
        if (state.run() != null || !state.admission().blank()) {
            throw new AssertionError("something is left: " + state);
        }
        requests.atRest();
        board.atRest(state);
    }

    private void check(PipelineCommand command) {
        switch (command) {
            case PipelineCommand.RunBuild(var request) -> {
                issued(request.step());
                outputs.visibleIn(request.step(), request.variables(), board.spec());
            }
            case PipelineCommand.RunWorkload(var request) -> {
                issued(request.step());
                if (!request.variables().isEmpty()) {
                    outputs.visibleIn(request.step(), request.variables(), board.spec());
                }
            }
            case PipelineCommand.RunJob(var request) -> {
                issued(request.step());
                outputs.visibleIn(request.step(), request.variables(), board.spec());
            }
            case PipelineCommand.CancelWork(var work) -> attempts.cancelled(work.step());
            case PipelineCommand.PublishStatus(var status) -> {
                if (status.sequence() != ++sequence) {
                    throw new AssertionError("sequence " + status.sequence() + " instead of " + sequence);
                }
                status(status);
            }
            case PipelineCommand.Reject(var rejected) -> {
                rejections.add(rejected.reason());
                requests.rejected(rejected);
            }
            case PipelineCommand.DeadLetter _ -> {}
        }
    }

    private void issued(StepRef ref) {
        attempts.issued(ref);
        board.issued(ref);
    }

    private void status(StatusEvent status) {
        switch (status) {
            case StatusEvent.DeploymentChanged changed -> {
                StatusEvent.Deployment deployment = changed.deployment();
                if (deployment != null) {
                    board.changed(deployment);
                    if (deployment.phase().isFinal() && requests.ended(deployment)) {
                        ends.add(deployment.phase());
                        attempts.deploymentEnded();
                    }
                }
            }
            case StatusEvent.ServiceChanged changed -> {
                attempts.changed(changed);
                board.changed(changed);
                outputs.changed(changed);
            }
            case StatusEvent.EnvironmentDescribed _ -> requests.environmentKnown();
            case StatusEvent.EnvironmentForgotten _ -> {
                board.forgotten();
                outputs.forgotten();
            }
        }
    }
}
