package io.slipway.orchestrator.domain;

import io.slipway.events.work.BuildCompleted;
import io.slipway.events.work.Endpoint;
import io.slipway.events.work.Image;
import io.slipway.events.work.JobFinished;
import io.slipway.events.work.OutputHarvested;
import io.slipway.events.work.OutputHarvested.OutputVariable;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.WorkloadCompleted;
import io.slipway.orchestrator.domain.lifecycle.StepEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step's event with what comes with it: of the members besides {@code event} only those that it has are set. */
record Signal(
        StepEvent event,
        WorkOrders.@Nullable Order order,
        @Nullable StepFailure failure,
        @Nullable Image image,
        List<Endpoint> endpoints,
        List<OutputVariable> outputs) {

    private static final String UNASKED = "The worker cancelled it although nobody asked for that. Deploy again.";

    static Signal of(StepEvent event) {
        return new Signal(event, null, null, null, List.of(), List.of());
    }

    static Signal permit(StepEvent event, WorkOrders.Order order) {
        return new Signal(event, order, null, null, List.of(), List.of());
    }

    static Signal failed(StepEvent event, StepFailure failure) {
        return new Signal(event, null, failure, null, List.of(), List.of());
    }

    static Signal of(BuildCompleted answer) {
        return switch (answer.result()) {
            case BuildCompleted.Result.Built built ->
                new Signal(StepEvent.BUILD_SUCCEEDED, null, null, built.image(), List.of(), List.of());
            case BuildCompleted.Result.Failed failed -> failed(StepEvent.BUILD_FAILED, failed.failure());
            case BuildCompleted.Result.Canceled _ -> canceled(StepEvent.BUILD_CANCELED);
        };
    }

    static Signal of(WorkloadCompleted answer) {
        return switch (answer.result()) {
            case WorkloadCompleted.Result.Reached reached ->
                new Signal(StepEvent.WORKLOAD_REACHED, null, null, null, reached.endpoints(), List.of());
            case WorkloadCompleted.Result.Failed failed -> failed(StepEvent.WORKLOAD_FAILED, failed.failure());
            case WorkloadCompleted.Result.Canceled _ -> canceled(StepEvent.WORKLOAD_CANCELED);
        };
    }

    static Signal of(JobFinished answer) {
        return switch (answer.result()) {
            case JobFinished.Result.Succeeded _ -> of(StepEvent.JOB_SUCCEEDED);
            case JobFinished.Result.Failed failed -> failed(StepEvent.JOB_FAILED, failed.failure());
            case JobFinished.Result.Canceled _ -> canceled(StepEvent.JOB_CANCELED);
        };
    }

    static Signal of(OutputHarvested answer) {
        return switch (answer.result()) {
            case OutputHarvested.Result.Harvested harvested ->
                new Signal(StepEvent.OUTPUTS_HARVESTED, null, null, null, List.of(), harvested.outputs());
            case OutputHarvested.Result.Failed failed -> failed(StepEvent.OUTPUTS_INVALID, failed.failure());
        };
    }

    private static Signal canceled(StepEvent event) {
        return failed(event, new StepFailure(StepFailure.Reason.INTERNAL, UNASKED));
    }
}
