package io.slipway.orchestrator.app;

import io.slipway.orchestrator.domain.Decision;
import io.slipway.orchestrator.domain.Limits;
import io.slipway.orchestrator.domain.Orchestrator;
import io.slipway.orchestrator.domain.PipelineCommand;
import io.slipway.orchestrator.domain.PipelineEvent;
import io.slipway.orchestrator.domain.state.EnvironmentState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pipelines of the environments of one partition: loads an environment, lets the core decide, writes what follows.
 * One thread at a time.
 */
public final class Pipelines {

    /** A tick that cannot be decided is tried again after this. */
    private static final Duration TICK_RETRY = Duration.ofSeconds(30);

    private final Journal journal;
    private final Limits limits;
    private final PipelineObserver observer;
    private final ActiveEnvironments active = new ActiveEnvironments();
    private final StepTimes stepTimes;

    public Pipelines(Journal journal, Limits limits, PipelineObserver observer) {
        this.journal = journal;
        this.limits = limits;
        this.observer = observer;
        this.stepTimes = new StepTimes(observer);
    }

    /** Takes up what runs and waits according to the journal. */
    public void open() {
        for (EnvironmentState state : journal.active()) {
            count(state.environmentId(), Summary.of(state));
        }
    }

    /** Puts everything down: the partition has gone elsewhere, or begins anew. */
    public void close() {
        active.clear().forEach(summary -> observer.counted(summary, Summary.IDLE));
        stepTimes.clear();
    }

    /**
     * Handles one event: state and commands are written when this returns.
     *
     * @return what changed
     * @throws UndecidedException if that failed because of an error in Slipway; nothing has been written
     */
    public Change handle(PipelineEvent event, Cause cause) {
        Change change;
        Journal.Entry entry;
        try {
            change = decide(journal.load(event.environmentId()), event, cause);
            entry = journal.prepare(change);
        } catch (RuntimeException e) {
            if (journal.isBroken(e)) {
                throw e;
            }
            observer.undecided(event, e);
            throw new UndecidedException(e);
        }
        if (!change.none()) {
            entry.write();
        }
        if (!change.sameState()) {
            count(change.after().id(), Summary.of(change.after().state()));
        }
        stepTimes.observe(change);
        observer.changed(change, cause);
        return change;
    }

    /** Whether there is anything for {@link #tick} to wait for. */
    public boolean waiting() {
        return active.waiting();
    }

    /**
     * Lets every environment with a deadline that has passed know.
     *
     * @return whether anything was written
     */
    public boolean tick(Instant now) {
        boolean written = false;
        for (String environmentId : active.due(now)) {
            try {
                written |= !handle(new PipelineEvent.Tick(environmentId, now), Cause.CLOCK)
                        .none();
            } catch (UndecidedException e) {
                active.postpone(environmentId, now.plus(TICK_RETRY));
            }
        }
        return written;
    }

    private Change decide(Environment before, PipelineEvent event, Cause cause) {
        Decision decision = Orchestrator.decide(before.state(), event, limits);
        Map<String, String> known = Traces.with(before.traces(), event, cause.traceparent());
        List<Change.Output> outputs = decision.commands().stream()
                .map(command -> output(command, known, cause.traceparent()))
                .toList();
        return new Change(event, before, after(before, decision.next(), known), outputs);
    }

    @SuppressWarnings("ReferenceEquality") // the core keeps the reference of what does not change
    private static Environment after(Environment before, EnvironmentState next, Map<String, String> known) {
        if (next == before.state()) {
            return before;
        }
        boolean sameRequests =
                next.admission() == before.state().admission() && Traces.plan(next) == Traces.plan(before.state());
        return new Environment(next, sameRequests ? before.traces() : Traces.needed(known, next));
    }

    private static Change.Output output(
            PipelineCommand command, Map<String, String> traces, @Nullable String ofTheRecord) {
        String requestId = Traces.requestId(command);
        String known = requestId == null ? null : traces.get(requestId);
        return new Change.Output(command, Traces.deploymentId(command), known == null ? ofTheRecord : known);
    }

    private void count(String environmentId, Summary after) {
        Summary before = active.put(environmentId, after);
        if (!before.equals(after)) {
            observer.counted(before, after);
        }
    }
}
