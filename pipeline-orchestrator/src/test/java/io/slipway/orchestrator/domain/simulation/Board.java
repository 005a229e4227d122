package io.slipway.orchestrator.domain.simulation;

import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.spec.ImageSource;
import io.slipway.events.spec.JobSpec;
import io.slipway.events.spec.ServiceSpec;
import io.slipway.events.spec.StageSpec;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.orchestrator.domain.state.EnvironmentState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Invariants 1 and 3, told from the status events as a dashboard would: barriers; one deployment at a time. */
final class Board {

    private final Map<Long, EnvironmentSpec> specs = new HashMap<>();
    private final Map<String, DeploymentState> states = new HashMap<>();
    private final Map<String, Integer> rank = new HashMap<>();
    private final Set<String> buildsIssued = new HashSet<>();
    private StatusEvent.Deployment current;

    void published(EnvironmentSpec spec) {
        specs.put(spec.version(), spec);
    }

    EnvironmentSpec spec() {
        return specs.get(current.specVersion());
    }

    void changed(StatusEvent.Deployment deployment) {
        if (current == null || !current.id().equals(deployment.id())) {
            if (current != null && !current.phase().isFinal()) {
                throw new AssertionError(deployment.id() + " began while " + current.id() + " ran");
            }
            begin(deployment);
        }
        boolean ends = deployment.phase().isFinal() && !current.phase().isFinal();
        current = deployment;
        if (ends) {
            end(deployment);
        }
    }

    private void begin(StatusEvent.Deployment deployment) {
        current = deployment;
        rank.clear();
        buildsIssued.clear();
        List<StageSpec> stages = spec().stages();
        List<StageSpec> order = deployment.action().reverseOrder() ? stages.reversed() : stages;
        for (ServiceSpec service : spec().services()) {
            if (deployment.serviceIds().contains(service.id())) {
                rank.put(
                        service.id(), order.stream().map(StageSpec::id).toList().indexOf(service.stageId()));
                states.remove(service.id());
            }
        }
    }

    private void end(StatusEvent.Deployment deployment) {
        List<DeploymentState> ended =
                deployment.serviceIds().stream().map(states::get).toList();
        boolean allFinal = ended.stream().allMatch(state -> state != null && state.isFinal());
        boolean fits = switch (deployment.phase()) {
            case SUCCEEDED -> ended.stream().allMatch(state -> state == DeploymentState.succeeded(deployment.action()));
            case FAILED -> ended.stream().anyMatch(DeploymentState::isError);
            case CANCELED, ONGOING, CANCELING -> true;
        };
        if (!fits || (!allFinal && deployment.phase() != StatusEvent.Phase.CANCELED)) {
            throw new AssertionError("ended " + deployment.phase() + " with " + ended);
        }
    }

    void changed(StatusEvent.ServiceChanged changed) {
        states.put(changed.serviceId(), changed.state());
    }

    void issued(StepRef ref) {
        if (current == null
                || !current.id().equals(ref.deploymentId())
                || current.phase() != StatusEvent.Phase.ONGOING) {
            throw new AssertionError("a command of what does not run: " + ref);
        }
        int mine = rank.get(ref.serviceId());
        for (Map.Entry<String, Integer> other : rank.entrySet()) {
            DeploymentState state = states.get(other.getKey());
            if (other.getValue() < mine && state != DeploymentState.succeeded(current.action())) {
                throw new AssertionError(ref + " began while " + other.getKey() + " of an earlier stage was " + state);
            }
            if (other.getValue() == mine && ref.kind() != StepKind.BUILD && isToBeBuilt(other.getKey(), state)) {
                throw new AssertionError(ref + " was deployed before " + other.getKey() + " was built");
            }
        }
        if (ref.kind() == StepKind.BUILD) {
            buildsIssued.add(ref.serviceId());
        }
    }

    private boolean isToBeBuilt(String serviceId, DeploymentState state) {
        ServiceSpec service = spec().service(serviceId).orElseThrow();
        boolean runs = !(service instanceof JobSpec.Lifecycle job)
                || job.triggersOn(current.action().lifecycleEvent());
        boolean builds =
                current.action().deploys() && runs && service.imageSource().orElse(null) instanceof ImageSource.Git;
        return state == DeploymentState.BUILDING
                || (builds && !buildsIssued.contains(serviceId) && (state == null || !state.isFinal()));
    }

    void forgotten() {
        states.clear();
        specs.clear();
    }

    /** Every service shows a final state, and the one that the orchestrator remembers. */
    void atRest(EnvironmentState state) {
        if (current != null && !current.phase().isFinal()) {
            throw new AssertionError("not ended: " + current);
        }
        if (state.spec() == null) {
            return;
        }
        for (ServiceSpec service : state.spec().services()) {
            DeploymentState shown = states.getOrDefault(service.id(), DeploymentState.READY);
            if (!shown.isFinal() || shown != state.service(service.id()).state()) {
                throw new AssertionError(service.id() + " shows " + shown + " but is "
                        + state.service(service.id()).state());
            }
        }
    }
}
