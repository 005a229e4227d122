package io.slipway.orchestrator.domain;

import io.slipway.events.Copies;
import io.slipway.events.request.DeployRejected;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.work.BuildRequested;
import io.slipway.events.work.JobRequested;
import io.slipway.events.work.WorkCancelled;
import io.slipway.events.work.WorkloadRequested;

/** What is to be done about an event. The order in {@link Decision#commands()} is the order of publication. */
public sealed interface PipelineCommand {

    /** Build an image. */
    record RunBuild(BuildRequested request) implements PipelineCommand {

        public RunBuild {
            Copies.required(request, "request");
        }
    }

    /** Bring a long-running service to a state. */
    record RunWorkload(WorkloadRequested request) implements PipelineCommand {

        public RunWorkload {
            Copies.required(request, "request");
        }
    }

    /** Run a job once. */
    record RunJob(JobRequested request) implements PipelineCommand {

        public RunJob {
            Copies.required(request, "request");
        }
    }

    /** Make an attempt stop. */
    record CancelWork(WorkCancelled cancelled) implements PipelineCommand {

        public CancelWork {
            Copies.required(cancelled, "cancelled");
        }
    }

    /** Tell the world how the environment stands. */
    record PublishStatus(StatusEvent status) implements PipelineCommand {

        public PublishStatus {
            Copies.required(status, "status");
        }
    }

    /** Refuse a request. */
    record Reject(DeployRejected rejected) implements PipelineCommand {

        public Reject {
            Copies.required(rejected, "rejected");
        }
    }

    /** Put the record that caused the event on the dead letter topic beside its own. */
    record DeadLetter(String reason) implements PipelineCommand {

        public DeadLetter {
            Copies.required(reason, "reason");
        }
    }
}
