package io.slipway.orchestrator.monitoring;

import io.micrometer.core.instrument.MeterRegistry;
import io.slipway.events.work.StepKind;
import io.slipway.orchestrator.app.Cause;
import io.slipway.orchestrator.app.Change;
import io.slipway.orchestrator.app.PipelineObserver;
import io.slipway.orchestrator.app.Summary;
import io.slipway.orchestrator.domain.PipelineEvent;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** Tells everything to metrics and log. */
@Singleton
final class Monitoring implements PipelineObserver {

    private final List<PipelineObserver> all;

    Monitoring(MeterRegistry registry) {
        this.all = List.of(new PipelineMetrics(registry), new PipelineLog());
    }

    @Override
    public void counted(Summary before, Summary after) {
        all.forEach(one -> one.counted(before, after));
    }

    @Override
    public void changed(Change change, Cause cause) {
        all.forEach(one -> one.changed(change, cause));
    }

    @Override
    public void stepEnded(StepKind kind, String outcome, Duration took) {
        all.forEach(one -> one.stepEnded(kind, outcome, took));
    }

    @Override
    public void undecided(PipelineEvent event, RuntimeException failure) {
        all.forEach(one -> one.undecided(event, failure));
    }
}
