package io.slipway.status.domain;

import static io.slipway.events.status.DeploymentState.BUILDING;
import static io.slipway.events.status.DeploymentState.BUILD_ERROR;
import static io.slipway.events.status.DeploymentState.CANCELED;
import static io.slipway.events.status.DeploymentState.CANCELING;
import static io.slipway.events.status.DeploymentState.DELETING;
import static io.slipway.events.status.DeploymentState.DEPLOYING;
import static io.slipway.events.status.DeploymentState.READY;
import static io.slipway.events.status.DeploymentState.RESTARTING;
import static io.slipway.events.status.DeploymentState.STOPPING;

import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.StatusEvent;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The deployment state of an environment as a whole. */
final class EnvironmentStates {

    /** What services may be at work on, the most advanced first. */
    static final List<DeploymentState> MOST_ADVANCED_FIRST =
            List.of(DELETING, STOPPING, RESTARTING, DEPLOYING, BUILDING);

    private EnvironmentStates() {}

    /** The state that the environment shows. */
    static DeploymentState of(EnvironmentView view) {
        StatusEvent.Deployment deployment = view.deployment();
        if (deployment == null) {
            return beforeTheFirst(view);
        }
        return switch (deployment.phase()) {
            case CANCELING -> CANCELING;
            case ONGOING -> ongoing(view, deployment);
            case CANCELED -> CANCELED;
            case SUCCEEDED -> DeploymentState.succeeded(deployment.action());
            case FAILED ->
                onlyBuildsFailed(view, deployment) ? BUILD_ERROR : DeploymentState.failed(deployment.action());
        };
    }

    /** The most advanced state that services of the running deployment are at work in; null if none is at work. */
    static @Nullable DeploymentState mostAdvanced(EnvironmentView view) {
        StatusEvent.Deployment deployment = view.deployment();
        if (deployment == null || deployment.phase().isFinal()) {
            return null;
        }
        Set<DeploymentState> states = states(view, deployment);
        return MOST_ADVANCED_FIRST.stream().filter(states::contains).findFirst().orElse(null);
    }

    private static DeploymentState beforeTheFirst(EnvironmentView view) {
        EnvironmentView.Deployments deployments = view.deployments();
        return deployments == null || deployments.queue().isEmpty()
                ? READY
                : DeploymentState.queued(deployments.queue().getFirst().action());
    }

    private static DeploymentState ongoing(EnvironmentView view, StatusEvent.Deployment deployment) {
        DeploymentState atWork = mostAdvanced(view);
        if (atWork != null) {
            return atWork;
        }
        DeploymentState shown = view.progress().shownActive();
        return shown == null ? DeploymentState.queued(deployment.action()) : shown;
    }

    private static boolean onlyBuildsFailed(EnvironmentView view, StatusEvent.Deployment deployment) {
        Set<DeploymentState> errors = states(view, deployment).stream()
                .filter(DeploymentState::isError)
                .collect(Collectors.toSet());
        return errors.equals(Set.of(BUILD_ERROR));
    }

    /** The states of the services that the deployment has taken out of its queue. */
    private static Set<DeploymentState> states(EnvironmentView view, StatusEvent.Deployment deployment) {
        return view.services().values().stream()
                .filter(service -> service.reachedBy(deployment.id()))
                .map(ServiceView::state)
                .collect(Collectors.toSet());
    }
}
