package io.slipway.orchestrator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slipway.events.request.Action;
import io.slipway.events.request.DeployRejected;
import io.slipway.events.request.Origin;
import io.slipway.events.request.Requester;
import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.events.work.WorkloadRequested;
import io.slipway.orchestrator.Specs;
import io.slipway.orchestrator.app.Cause;
import io.slipway.orchestrator.app.Change;
import io.slipway.orchestrator.app.Environment;
import io.slipway.orchestrator.app.Summary;
import io.slipway.orchestrator.domain.PipelineCommand;
import io.slipway.orchestrator.domain.PipelineEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipelineMetricsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PipelineMetrics metrics = new PipelineMetrics(registry);

    @Test
    void shouldAddUpWhatRunsAndWaits() {
        metrics.counted(Summary.IDLE, new Summary(1, 2, 3, 0, NOW));
        metrics.counted(Summary.IDLE, new Summary(1, 0, 0, 4, NOW));
        metrics.counted(new Summary(1, 2, 3, 0, NOW), new Summary(1, 1, 0, 1, NOW));

        assertThat(registry.get("slipway.pipelines.running").gauge().value()).isEqualTo(2);
        assertThat(registry.get("slipway.pipelines.queued").gauge().value()).isEqualTo(1);
        assertThat(permits("build")).isZero();
        assertThat(permits("deploy")).isEqualTo(5);
    }

    @Test
    void shouldMeasureFromTheRecordToTheCommandsThatFollow() {
        metrics.changed(change(command()), new Cause(null, Instant.now().minusSeconds(2)));
        metrics.changed(change(rejection()), new Cause(null, Instant.now()));

        assertThat(registry.get("slipway.transition").timer().count()).isEqualTo(1);
        assertThat(registry.get("slipway.transition").timer().totalTime(java.util.concurrent.TimeUnit.SECONDS))
                .isBetween(2.0, 60.0);
    }

    @Test
    void shouldTakeARecordFromTheFutureForANewOne() {
        metrics.changed(change(command()), new Cause(null, Instant.now().plusSeconds(60)));

        assertThat(registry.get("slipway.transition").timer().count()).isEqualTo(1);
    }

    @Test
    void shouldCountRejectionsByReason() {
        metrics.changed(change(rejection()), Cause.CLOCK);

        assertThat(registry.get("slipway.requests.rejected")
                        .tag("reason", "UNKNOWN_ENVIRONMENT")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void shouldMeasureStepsByKindAndOutcome() {
        metrics.stepEnded(StepKind.JOB, "failed", Duration.ofSeconds(3));

        assertThat(registry.get("slipway.step")
                        .tag("kind", "job")
                        .tag("outcome", "failed")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void shouldCountEventsThatFailed() {
        metrics.undecided(new PipelineEvent.Tick("env", NOW), new IllegalStateException());

        assertThat(registry.get("slipway.events.undecided").counter().count()).isEqualTo(1);
    }

    private double permits(String kind) {
        return registry.get("slipway.permits.in.use").tag("kind", kind).gauge().value();
    }

    private static Change change(PipelineCommand command) {
        Environment environment = Environment.unknown("env");
        return new Change(
                new PipelineEvent.Tick("env", NOW),
                environment,
                environment,
                List.of(new Change.Output(command, null, null)));
    }

    private static PipelineCommand command() {
        return new PipelineCommand.RunWorkload(new WorkloadRequested(
                new StepRef("env", "d1", "s1", StepKind.WORKLOAD, 1),
                new EnvironmentRef("env", "", "", "", ""),
                WorkloadRequested.Target.RUNNING,
                Specs.container("s1", "stage", "1"),
                null,
                List.of(),
                NOW));
    }

    private static PipelineCommand rejection() {
        return new PipelineCommand.Reject(new DeployRejected(
                "d1",
                "env",
                Action.DEPLOY,
                DeployRejected.Reason.UNKNOWN_ENVIRONMENT,
                "there is none",
                new Requester("ada", Origin.API),
                NOW));
    }
}
