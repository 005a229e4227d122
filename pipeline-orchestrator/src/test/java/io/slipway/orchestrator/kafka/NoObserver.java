package io.slipway.orchestrator.kafka;

import io.slipway.events.work.StepKind;
import io.slipway.orchestrator.app.Cause;
import io.slipway.orchestrator.app.Change;
import io.slipway.orchestrator.app.PipelineObserver;
import io.slipway.orchestrator.app.Summary;
import io.slipway.orchestrator.domain.PipelineEvent;
import java.time.Duration;

/** Looks away. */
final class NoObserver implements PipelineObserver {

    @Override
    public void counted(Summary before, Summary after) {}

    @Override
    public void changed(Change change, Cause cause) {}

    @Override
    public void stepEnded(StepKind kind, String outcome, Duration took) {}

    @Override
    public void undecided(PipelineEvent event, RuntimeException failure) {}
}
