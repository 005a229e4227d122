package io.slipway.orchestrator.app;

import io.slipway.events.status.StatusEvent;
import io.slipway.orchestrator.domain.PipelineCommand;
import io.slipway.orchestrator.domain.PipelineEvent;
import io.slipway.orchestrator.domain.state.EnvironmentState;
import io.slipway.orchestrator.domain.state.ParkedRequest;
import io.slipway.orchestrator.domain.state.QueuedDeployment;
import io.slipway.orchestrator.domain.state.RunPlan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which request's trace an output carries, and which traces are still needed. */
final class Traces {

    private Traces() {}

    /** {@code known} with the trace of the request that {@code event} brings. */
    static Map<String, String> with(Map<String, String> known, PipelineEvent event, @Nullable String traceparent) {
        if (traceparent == null
                || !(event instanceof PipelineEvent.DeploymentAsked asked)
                || known.containsKey(asked.request().requestId())) {
            return known;
        }
        Map<String, String> all = new HashMap<>(known);
        all.put(asked.request().requestId(), traceparent);
        return all;
    }

    /** Those of {@code known} that belong to something that runs or waits in {@code state}. */
    static Map<String, String> needed(Map<String, String> known, EnvironmentState state) {
        if (known.isEmpty()) {
            return known;
        }
        Set<String> needed = new HashSet<>();
        if (state.run() != null) {
            needed.add(state.run().plan().id());
        }
        for (QueuedDeployment queued : state.admission().queue()) {
            needed.add(queued.id());
        }
        for (ParkedRequest parked : state.admission().parked()) {
            needed.add(parked.request().requestId());
        }
        if (needed.containsAll(known.keySet())) {
            return known;
        }
        Map<String, String> kept = new HashMap<>(known);
        kept.keySet().retainAll(needed);
        return kept;
    }

    /** The request or deployment that {@code command} is about; null if it is about none. */
    static @Nullable String requestId(PipelineCommand command) {
        return switch (command) {
            case PipelineCommand.Reject reject -> reject.rejected().requestId();
            case PipelineCommand.RunBuild _,
                    PipelineCommand.RunWorkload _,
                    PipelineCommand.RunJob _,
                    PipelineCommand.CancelWork _,
                    PipelineCommand.PublishStatus _,
                    PipelineCommand.DeadLetter _ -> deploymentId(command);
        };
    }

    /** The deployment that {@code command} belongs to; null if it belongs to none. */
    static @Nullable String deploymentId(PipelineCommand command) {
        return switch (command) {
            case PipelineCommand.RunBuild build -> build.request().step().deploymentId();
            case PipelineCommand.RunWorkload workload ->
                workload.request().step().deploymentId();
            case PipelineCommand.RunJob job -> job.request().step().deploymentId();
            case PipelineCommand.CancelWork cancel -> cancel.cancelled().step().deploymentId();
            case PipelineCommand.PublishStatus publish -> deploymentId(publish.status());
            case PipelineCommand.Reject _, PipelineCommand.DeadLetter _ -> null;
        };
    }

    private static @Nullable String deploymentId(StatusEvent status) {
        return switch (status) {
            case StatusEvent.ServiceChanged service -> service.deploymentId();
            case StatusEvent.DeploymentChanged changed ->
                changed.deployment() == null ? null : changed.deployment().id();
            case StatusEvent.EnvironmentDescribed _, StatusEvent.EnvironmentForgotten _ -> null;
        };
    }

    /** The deployment that runs in {@code state}; null if none does. */
    static @Nullable RunPlan plan(EnvironmentState state) {
        return state.run() == null ? null : state.run().plan();
    }
}
