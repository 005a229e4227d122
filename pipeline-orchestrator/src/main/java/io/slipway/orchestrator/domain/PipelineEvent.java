package io.slipway.orchestrator.domain;

import io.slipway.events.Copies;
import io.slipway.events.request.CancelRequested;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.work.BuildCompleted;
import io.slipway.events.work.JobFinished;
import io.slipway.events.work.OutputHarvested;
import io.slipway.events.work.WorkloadCompleted;
import java.time.Instant;

/** Something that happened to one environment. {@code at} is the only clock that the core knows. */
public sealed interface PipelineEvent {

    /** The environment that it happened to. */
    String environmentId();

    /** When the orchestrator took it in. */
    Instant at();

    /** The environment's configuration changed, or was published for the first time. */
    record SpecPublished(EnvironmentSpec spec, Instant at) implements PipelineEvent {

        public SpecPublished {
            Copies.required(spec, "spec");
            Copies.required(at, "at");
        }

        @Override
        public String environmentId() {
            return spec.environmentId();
        }
    }

    /** The environment's configuration was withdrawn (a tombstone). */
    record SpecForgotten(String environmentId, Instant at) implements PipelineEvent {

        public SpecForgotten {
            Copies.required(environmentId, "environmentId");
            Copies.required(at, "at");
        }
    }

    /** Somebody wants an action. */
    record DeploymentAsked(DeployRequested request, Instant at) implements PipelineEvent {

        public DeploymentAsked {
            Copies.required(request, "request");
            Copies.required(at, "at");
        }

        @Override
        public String environmentId() {
            return request.environmentId();
        }
    }

    /** Somebody wants a deployment to end, or a queued request to go. */
    record CancellationAsked(CancelRequested request, Instant at) implements PipelineEvent {

        public CancellationAsked {
            Copies.required(request, "request");
            Copies.required(at, "at");
        }

        @Override
        public String environmentId() {
            return request.environmentId();
        }
    }

    /** A build worker answered. */
    record BuildFinished(BuildCompleted result, Instant at) implements PipelineEvent {

        public BuildFinished {
            Copies.required(result, "result");
            Copies.required(at, "at");
        }

        @Override
        public String environmentId() {
            return result.step().environmentId();
        }
    }

    /** A deploy worker answered for a long-running service. */
    record WorkloadFinished(WorkloadCompleted result, Instant at) implements PipelineEvent {

        public WorkloadFinished {
            Copies.required(result, "result");
            Copies.required(at, "at");
        }

        @Override
        public String environmentId() {
            return result.step().environmentId();
        }
    }

    /** A deploy worker answered for a job. */
    record JobEnded(JobFinished result, Instant at) implements PipelineEvent {

        public JobEnded {
            Copies.required(result, "result");
            Copies.required(at, "at");
        }

        @Override
        public String environmentId() {
            return result.step().environmentId();
        }
    }

    /** The output collector answered. */
    record OutputsHarvested(OutputHarvested result, Instant at) implements PipelineEvent {

        public OutputsHarvested {
            Copies.required(result, "result");
            Copies.required(at, "at");
        }

        @Override
        public String environmentId() {
            return result.step().environmentId();
        }
    }

    /** Time passed; see {@link Orchestrator#nextDeadline}. */
    record Tick(String environmentId, Instant at) implements PipelineEvent {

        public Tick {
            Copies.required(environmentId, "environmentId");
            Copies.required(at, "at");
        }
    }
}
