package io.slipway.orchestrator.app;

import io.slipway.events.work.StepKind;
import io.slipway.orchestrator.domain.PipelineEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it is told. */
final class RecordingObserver implements PipelineObserver {

    int running;
    int queued;
    int deploying;
    final List<String> steps = new ArrayList<>();
    final List<PipelineEvent> undecided = new ArrayList<>();

    @Override
    public void counted(Summary before, Summary after) {
        running += after.running() - before.running();
        queued += after.queued() - before.queued();
        deploying += after.deploying() - before.deploying();
    }

    @Override
    public void changed(Change change, Cause cause) {}

    @Override
    public void stepEnded(StepKind kind, String outcome, Duration took) {
        steps.add(kind + " " + outcome + " " + took);
    }

    @Override
    public void undecided(PipelineEvent event, RuntimeException failure) {
        undecided.add(event);
    }
}
