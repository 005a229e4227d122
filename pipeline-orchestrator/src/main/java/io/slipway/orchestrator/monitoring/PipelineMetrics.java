package io.slipway.orchestrator.monitoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.slipway.events.work.StepKind;
import io.slipway.kit.metrics.KitMetrics;
import io.slipway.orchestrator.app.Cause;
import io.slipway.orchestrator.app.Change;
import io.slipway.orchestrator.app.PipelineObserver;
import io.slipway.orchestrator.app.Summary;
import io.slipway.orchestrator.domain.PipelineCommand;
import io.slipway.orchestrator.domain.PipelineEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** The metrics of the pipelines. Gauges are over all partitions of this instance. */
final class PipelineMetrics implements PipelineObserver {

    private final MeterRegistry registry;
    private final AtomicLong running = new AtomicLong();
    private final AtomicLong queued = new AtomicLong();
    private final AtomicLong building = new AtomicLong();
    private final AtomicLong deploying = new AtomicLong();
    private final Timer transition;
    private final Counter undecided;

    PipelineMetrics(MeterRegistry registry) {
        this.registry = registry;
        gauge("slipway.pipelines.running", "Deployments that run", running);
        gauge("slipway.pipelines.queued", "Requests that wait for their turn or their configuration", queued);
        Gauge.builder("slipway.permits.in.use", building, AtomicLong::doubleValue)
                .description("Steps under way that hold a permit")
                .tag("kind", "build")
                .register(registry);
        Gauge.builder("slipway.permits.in.use", deploying, AtomicLong::doubleValue)
                .description("Steps under way that hold a permit")
                .tag("kind", "deploy")
                .register(registry);
        this.transition = Timer.builder("slipway.transition")
                .description("From a record to the commands that follow from it, before their commit")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
        this.undecided = Counter.builder("slipway.events.undecided")
                .description("Events that failed because of an error in Slipway")
                .register(registry);
    }

    @Override
    public void counted(Summary before, Summary after) {
        running.addAndGet(after.running() - before.running());
        queued.addAndGet(after.queued() - before.queued());
        building.addAndGet(after.building() - before.building());
        deploying.addAndGet(after.deploying() - before.deploying());
    }

    @Override
    public void changed(Change change, Cause cause) {
        boolean commanded = false;
        for (Change.Output output : change.outputs()) {
            commanded |= count(output.command());
        }
        Instant since = cause.since();
        if (commanded && since != null) {
            transition.record(atLeastZero(Duration.between(since, Instant.now())));
        }
    }

    @Override
    public void stepEnded(StepKind kind, String outcome, Duration took) {
        KitMetrics.step(registry, kind, outcome, atLeastZero(took));
    }

    @Override
    public void undecided(PipelineEvent event, RuntimeException failure) {
        undecided.increment();
    }

    /** Returns whether {@code command} is one for a worker. */
    private boolean count(PipelineCommand command) {
        return switch (command) {
            case PipelineCommand.RunBuild _, PipelineCommand.RunWorkload _, PipelineCommand.RunJob _ -> true;
            case PipelineCommand.Reject reject -> {
                registry.counter(
                                "slipway.requests.rejected",
                                "reason",
                                reject.rejected().reason().name())
                        .increment();
                yield false;
            }
            case PipelineCommand.CancelWork _, PipelineCommand.PublishStatus _, PipelineCommand.DeadLetter _ -> false;
        };
    }

    private void gauge(String name, String description, AtomicLong value) {
        Gauge.builder(name, value, AtomicLong::doubleValue)
                .description(description)
                .register(registry);
    }

    /** Clocks of different machines may disagree. */
    private static Duration atLeastZero(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
