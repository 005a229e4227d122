package io.slipway.orchestrator.app;

import io.slipway.orchestrator.domain.PipelineCommand;
import io.slipway.orchestrator.domain.PipelineEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event changes: to be written together or not at all.
 *
 * @param outputs in the order of publication
 */
public record Change(PipelineEvent event, Environment before, Environment after, List<Output> outputs) {

    public Change {
        outputs = List.copyOf(outputs);
    }

    /** Whether the environment stays as it was: then it is the same reference. */
    @SuppressWarnings("ReferenceEquality")
    public boolean sameState() {
        return before == after;
    }

    /** Whether there is nothing to write. */
    public boolean none() {
        return sameState() && outputs.isEmpty();
    }

    /**
     * A command with its trace.
     *
     * @param deploymentId the deployment that it belongs to; null if it belongs to none
     * @param traceparent of the request that it follows from; null if that has none
     */
    public record Output(
            PipelineCommand command,
            @Nullable String deploymentId,
            @Nullable String traceparent) {}
}
