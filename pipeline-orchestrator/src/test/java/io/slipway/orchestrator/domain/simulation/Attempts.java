package io.slipway.orchestrator.domain.simulation;

import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.work.JobFinished;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.orchestrator.domain.Limits;
import io.slipway.orchestrator.domain.PipelineEvent;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Invariants 2 and 5: permits; no attempt twice, no effect of what was cancelled or given up. */
final class Attempts {

    private final Limits limits;
    private final Map<Long, StepRef> open = new TreeMap<>();
    private final Set<Long> harvesting = new HashSet<>();
    private final Set<Long> cancelled = new HashSet<>();
    private long newest;

    Attempts(Limits limits) {
        this.limits = limits;
    }

    void issued(StepRef ref) {
        if (ref.attempt() <= newest) {
            throw new AssertionError("attempt " + ref.attempt() + " after " + newest);
        }
        newest = ref.attempt();
        if (open.values().stream().anyMatch(other -> other.serviceId().equals(ref.serviceId()))) {
            throw new AssertionError("two commands at once for " + ref.serviceId());
        }
        open.put(ref.attempt(), ref);
        long builds = open.values().stream()
                .filter(other -> other.kind() == StepKind.BUILD)
                .count();
        if (builds > limits.buildParallelism() || open.size() - builds > limits.deployParallelism()) {
            throw new AssertionError("more at once than permitted: " + open);
        }
    }

    void cancelled(StepRef ref) {
        if (!ref.equals(open.get(ref.attempt())) || !cancelled.add(ref.attempt())) {
            throw new AssertionError("cancelled twice, or what is not open: " + ref);
        }
    }

    /** Takes an answer in; true if it is to an attempt that is not open and so must have no effect. */
    boolean answered(PipelineEvent event) {
        return switch (event) {
            case PipelineEvent.BuildFinished ended ->
                open.remove(ended.result().step().attempt()) == null;
            case PipelineEvent.WorkloadFinished ended ->
                open.remove(ended.result().step().attempt()) == null;
            case PipelineEvent.JobEnded ended -> jobEnded(ended.result());
            case PipelineEvent.OutputsHarvested ended ->
                open.remove(ended.result().step().attempt()) == null;
            case PipelineEvent.SpecPublished _,
                    PipelineEvent.SpecForgotten _,
                    PipelineEvent.DeploymentAsked _,
                    PipelineEvent.CancellationAsked _,
                    PipelineEvent.Tick _ -> false;
        };
    }

    private boolean jobEnded(JobFinished result) {
        long attempt = result.step().attempt();
        if (!open.containsKey(attempt) || harvesting.contains(attempt)) {
            return true;
        }
        if (result.result() instanceof JobFinished.Result.Succeeded && !cancelled.contains(attempt)) {
            harvesting.add(attempt);
        } else {
            open.remove(attempt);
        }
        return false;
    }

    void changed(StatusEvent.ServiceChanged changed) {
        boolean success = changed.state().group() == DeploymentState.Group.SUCCESS;
        if (success && cancelled.contains(changed.attempt())) {
            throw new AssertionError("a cancelled attempt succeeded: " + changed);
        }
        boolean settled = changed.state().isFinal() && open.containsKey(changed.attempt());
        if (settled
                && changed.failure() != null
                && changed.failure().reason() == StepFailure.Reason.DEADLINE_EXCEEDED
                && !cancelled.contains(changed.attempt())) {
            throw new AssertionError("given up, but not cancelled: " + changed);
        }
        if (settled) {
            open.remove(changed.attempt());
        }
    }

    /** What is open when a deployment ends was cancelled with its environment, or was being harvested then. */
    void deploymentEnded() {
        if (!cancelled.containsAll(open.keySet()) && !harvesting.containsAll(open.keySet())) {
            open.keySet().removeAll(cancelled);
            open.keySet().removeAll(harvesting);
            if (!open.isEmpty()) {
                throw new AssertionError("the deployment ended without an end of " + open);
            }
        }
        open.clear();
    }
}
