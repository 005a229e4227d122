package io.slipway.orchestrator.domain.simulation;

import io.slipway.events.request.DeployRejected;
import io.slipway.events.status.StatusEvent;
import io.slipway.orchestrator.domain.PipelineEvent;
import io.slipway.orchestrator.domain.lifecycle.DeploymentPhase;
import io.slipway.orchestrator.domain.state.EnvironmentState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Invariant 4: every request reaches exactly one final state and none is lost. */
final class Requests {

    private final Map<String, String> outcomes = new HashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private final Set<String> cancellations = new HashSet<>();
    private Set<String> live = new HashSet<>();
    private boolean environmentKnown;

    void environmentKnown() {
        environmentKnown = true;
    }

    void asked(PipelineEvent event) {
        if (event instanceof PipelineEvent.DeploymentAsked deployment) {
            asked.add(deployment.request().requestId());
        }
    }

    void rejected(DeployRejected rejected) {
        if (rejected.action() == null) {
            return;
        }
        if (rejected.reason() == DeployRejected.Reason.UNKNOWN_ENVIRONMENT && !environmentKnown) {
            // Nothing is remembered of an environment that nobody knows: asked again, it is another request.
            asked.remove(rejected.requestId());
            live.remove(rejected.requestId());
        } else {
            settle(rejected.requestId(), rejected.reason().name());
        }
    }

    /** True when the deployment's end is told for the first time. */
    boolean ended(StatusEvent.Deployment deployment) {
        boolean first = ended.add(deployment.id());
        if (first) {
            deployment.requestIds().forEach(id -> settle(id, deployment.phase().name()));
        }
        return first;
    }

    void decided(PipelineEvent event, EnvironmentState next) {
        Set<String> now = new HashSet<>();
        if (next.run() != null) {
            now.addAll(next.run().plan().request().requestIds());
        }
        next.admission().queue().forEach(queued -> now.addAll(queued.requestIds()));
        next.admission().parked().forEach(parked -> now.add(parked.request().requestId()));
        for (String id : now) {
            if (outcomes.containsKey(id)) {
                throw new AssertionError(id + " lives on after " + outcomes.get(id));
            }
        }
        for (String id : live) {
            if (!now.contains(id) && !outcomes.containsKey(id)) {
                if (!(event instanceof PipelineEvent.CancellationAsked)) {
                    throw new AssertionError(id + " was lost by " + event);
                }
                outcomes.put(id, "WITHDRAWN");
            }
        }
        for (String id : asked) {
            if (!now.contains(id) && !outcomes.containsKey(id)) {
                throw new AssertionError(id + " was never taken in");
            }
        }
        if (event instanceof PipelineEvent.CancellationAsked cancellation
                && cancellations.add(cancellation.request().requestId())) {
            cancelled(cancellation.request().deploymentRequestId(), next);
        }
        live = now;
    }

    /** A cancellation that is heard for the first time takes what waits away and has what runs cancelled. */
    private void cancelled(String target, EnvironmentState next) {
        boolean runs =
                next.run() != null && next.run().plan().request().requestIds().contains(target);
        boolean goesOn = runs
                ? next.run().progress().phase() == DeploymentPhase.ONGOING
                : live.contains(target) && !outcomes.containsKey(target);
        if (target != null && goesOn) {
            throw new AssertionError(target + " goes on although it was cancelled");
        }
    }

    void atRest() {
        if (!outcomes.keySet().containsAll(asked)) {
            throw new AssertionError("requests without a final state: " + asked + " have " + outcomes);
        }
    }

    private void settle(String id, String outcome) {
        String other = outcomes.put(id, outcome);
        if (other != null) {
            throw new AssertionError(id + " is " + outcome + " after " + other);
        }
    }
}
