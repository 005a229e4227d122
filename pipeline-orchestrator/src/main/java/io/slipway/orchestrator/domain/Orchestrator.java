package io.slipway.orchestrator.domain;

import io.slipway.events.request.DeployRequested;
import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.work.StepRef;
import io.slipway.orchestrator.domain.state.EnvironmentState;
import io.slipway.orchestrator.domain.state.ParkedRequest;
import io.slipway.orchestrator.domain.state.Run;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what follows from an event, for one environment at a time.
 *
 * <p>An event first changes what it is about: a request, a step, the configuration. Then the running deployment is taken
 * as far as it gets, and while none runs the next one of the queue is started. What a worker must do comes out as
 * commands with attempts that are never used twice; answers to other attempts than a step's last are ignored, so results
 * may come late, twice, or never (then the deadline speaks).
 */
public final class Orchestrator {

    private static final int REMEMBERED_OF_A_FORGOTTEN_ENVIRONMENT = 32;

    private Orchestrator() {}

    /**
     * What follows from {@code event}. Deterministic: the same arguments give the same decision. A state without changes
     * is returned as the same reference.
     */
    public static Decision decide(EnvironmentState state, PipelineEvent event, Limits limits) {
        Draft draft = new Draft(state, event, limits);
        switch (event) {
            case PipelineEvent.SpecPublished published -> specPublished(draft, published.spec());
            case PipelineEvent.SpecForgotten _ -> specForgotten(draft);
            case PipelineEvent.DeploymentAsked asked -> Intake.deploymentAsked(draft, asked.request());
            case PipelineEvent.CancellationAsked asked -> Intake.cancellationAsked(draft, asked.request());
            case PipelineEvent.BuildFinished ended ->
                answer(draft, ended.result().step(), Signal.of(ended.result()));
            case PipelineEvent.WorkloadFinished ended ->
                answer(draft, ended.result().step(), Signal.of(ended.result()));
            case PipelineEvent.JobEnded ended -> answer(draft, ended.result().step(), Signal.of(ended.result()));
            case PipelineEvent.OutputsHarvested ended ->
                answer(draft, ended.result().step(), Signal.of(ended.result()));
            case PipelineEvent.Tick _ -> {
                Intake.passDeadlines(draft);
                Pipeline.passDeadlines(draft);
            }
        }
        drive(draft);
        return draft.decision();
    }

    /** Whether something is pending that only a {@link PipelineEvent.Tick} brings on. */
    public static boolean needsTick(EnvironmentState state) {
        return state.run() != null || !state.admission().parked().isEmpty();
    }

    /** When the next {@link PipelineEvent.Tick} has something to do; empty if nothing is waited for. */
    public static Optional<Instant> nextDeadline(EnvironmentState state) {
        Run run = state.run();
        Instant earliest = run == null
                ? null
                : Pipeline.earliestDeadline(run.progress().steps().values());
        for (ParkedRequest parked : state.admission().parked()) {
            if (earliest == null || parked.until().isBefore(earliest)) {
                earliest = parked.until();
            }
        }
        return Optional.ofNullable(earliest);
    }

    /** Goes on until something from outside is needed. */
    private static void drive(Draft draft) {
        boolean ended = true;
        while (ended) {
            OpenRun run = draft.run;
            if (run != null) {
                ended = Pipeline.advance(draft, run);
                if (ended) {
                    prune(draft);
                }
            } else {
                ended = Intake.startNext(draft);
            }
        }
    }

    private static void answer(Draft draft, StepRef ref, Signal signal) {
        Pipeline.answer(draft, ref, signal);
        Intake.deadLetterIfUnknown(draft);
    }

    private static void specPublished(Draft draft, EnvironmentSpec spec) {
        EnvironmentSpec known = draft.spec;
        if (known != null && known.version() >= spec.version()) {
            return;
        }
        draft.spec = spec;
        List<StatusEvent.Stage> stages = Statuses.describe(spec);
        if (known == null
                || !known.name().equals(spec.name())
                || !Statuses.describe(known).equals(stages)) {
            draft.publish(new StatusEvent.EnvironmentDescribed(
                    draft.environmentId, draft.nextSequence(), draft.at, spec.name(), spec.version(), stages));
        }
        prune(draft);
        for (DeployRequested request : Intake.release(draft, spec)) {
            Intake.specArrived(draft, request, spec);
            // The first one starts at once, as it would have if the configuration had been there.
            drive(draft);
        }
    }

    /** What is left of a forgotten environment are its counters: no number is ever used twice. */
    private static void specForgotten(Draft draft) {
        Intake.refuseAll(draft);
        OpenRun run = draft.run;
        if (run != null) {
            Pipeline.abandon(draft, run);
        }
        if (draft.spec == null) {
            return;
        }
        draft.publish(new StatusEvent.EnvironmentForgotten(draft.environmentId, draft.nextSequence(), draft.at));
        draft.spec = null;
        draft.outputs.clear();
        draft.services.clear();
        int forgotten = Math.max(0, draft.seen.size() - REMEMBERED_OF_A_FORGOTTEN_ENVIRONMENT);
        draft.seen = List.copyOf(draft.seen.subList(forgotten, draft.seen.size()));
    }

    /** Forgets services that neither the configuration nor the running deployment has any more. */
    private static void prune(Draft draft) {
        EnvironmentSpec spec = draft.spec;
        if (spec == null) {
            return;
        }
        Set<String> known = new HashSet<>();
        spec.services().forEach(service -> known.add(service.id()));
        OpenRun run = draft.run;
        if (run != null) {
            run.spec.services().forEach(service -> known.add(service.id()));
        }
        draft.services.retainKeys(known::contains);
        draft.outputs.retainKeys(known::contains);
    }
}
