package io.slipway.status.domain;

import static io.slipway.events.status.DeploymentState.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.request.Action;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.StatusEvent.Phase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EnvironmentStatesTest {

    private final Story story = new Story().described(Map.of("stage", List.of("a", "b", "c")));

    @ParameterizedTest
    @CsvSource({
        "BUILDING,BUILDING,BUILDING",
        "BUILDING,DEPLOYING,DEPLOYING",
        "DEPLOYING,RESTARTING,RESTARTING",
        "RESTARTING,STOPPING,STOPPING",
        "STOPPING,DELETING,DELETING",
        "DELETING,BUILDING,DELETING"
    })
    void shouldShowTheMostAdvancedOfWhatServicesAreAtWorkOn(
            DeploymentState one, DeploymentState other, DeploymentState shown) {
        story.begins("d-1", Action.DEPLOY, "a", "b", "c").service("a", QUEUED).service("b", QUEUED);
        story.service("a", one).service("b", other).service("c", QUEUED);

        assertThat(story.status().state()).isEqualTo(shown);
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void shouldShowTheQueuedStateUntilAServiceIsAtWork(Action action) {
        story.begins("d-1", action, "a").service("a", DeploymentState.queued(action));

        assertThat(story.status().state()).isEqualTo(DeploymentState.queued(action));
    }

    @Test
    void shouldNotShowQueuedAgainBetweenTwoServices() {
        story.begins("d-1", Action.DEPLOY, "a", "b").service("a", QUEUED).service("b", QUEUED);
        story.service("a", BUILDING);
        assertThat(story.status().state()).isEqualTo(BUILDING);
        story.service("a", QUEUED);
        assertThat(story.status().state()).isEqualTo(BUILDING);
        story.service("a", DEPLOYING, DEPLOYED);
        assertThat(story.status().state()).isEqualTo(DEPLOYING);
        story.opens("stage");
        assertThat(story.status().state()).isEqualTo(DEPLOYING);
        story.service("b", BUILDING);
        assertThat(story.status().state()).isEqualTo(BUILDING);
    }

    @Test
    void shouldShowQueuedAgainForTheNextDeployment() {
        story.begins("d-1", Action.DEPLOY, "a")
                .service("a", QUEUED, DEPLOYING, DEPLOYED)
                .turns(Phase.SUCCEEDED);

        story.begins("d-2", Action.STOP, "a").service("a", STOP_QUEUED);

        assertThat(story.status().state()).isEqualTo(STOP_QUEUED);
    }

    @Test
    void shouldNotTakeServicesOfAnotherDeploymentIntoAccount() {
        story.begins("d-1", Action.DEPLOY, "a").service("a", QUEUED, DEPLOYING, DEPLOYMENT_ERROR);
        story.turns(Phase.FAILED).begins("d-2", Action.RESTART, "b").service("b", RESTART_QUEUED, RESTARTING);
        story.service("b", RESTART_ERROR).turns(Phase.FAILED);

        assertThat(story.status().state()).isEqualTo(RESTART_ERROR);
    }

    @Test
    void shouldShowCancelingWhateverTheServicesDo() {
        story.begins("d-1", Action.DEPLOY, "a", "b").service("a", QUEUED, DEPLOYING);

        story.turns(Phase.CANCELING);
        assertThat(story.status().state()).isEqualTo(CANCELING);
        story.service("a", CANCELING, CANCELED);
        assertThat(story.status().state()).isEqualTo(CANCELING);
        story.turns(Phase.CANCELED);
        assertThat(story.status().state()).isEqualTo(CANCELED);
    }

    @ParameterizedTest
    @CsvSource({
        "DEPLOY,DEPLOYED,DEPLOYMENT_ERROR",
        "REDEPLOY,DEPLOYED,DEPLOYMENT_ERROR",
        "FORCE_RUN,DEPLOYED,DEPLOYMENT_ERROR",
        "STOP,STOPPED,STOP_ERROR",
        "RESTART,RESTARTED,RESTART_ERROR",
        "DELETE,DELETED,DELETE_ERROR",
        "UNINSTALL,DELETED,DELETE_ERROR"
    })
    void shouldShowTheActionsOutcomeWhenItIsOver(Action action, DeploymentState success, DeploymentState error) {
        story.begins("d-1", action, "a", "b").service("a", DeploymentState.active(action), success);
        story.service("b", DeploymentState.active(action), success).turns(Phase.SUCCEEDED);
        assertThat(story.status().state()).isEqualTo(success);

        story.begins("d-2", action, "a", "b").service("a", DeploymentState.active(action), success);
        story.service("b", DeploymentState.active(action), error).turns(Phase.FAILED);
        assertThat(story.status().state()).isEqualTo(error);
    }

    @Test
    void shouldShowABuildErrorIfOnlyBuildsFailed() {
        story.begins("d-1", Action.DEPLOY, "a", "b", "c").service("a", BUILDING, BUILD_ERROR);
        story.service("b", BUILDING, BUILD_ERROR)
                .service("c", DEPLOYING, DEPLOYED)
                .turns(Phase.FAILED);
        assertThat(story.status().state()).isEqualTo(BUILD_ERROR);

        story.begins("d-2", Action.DEPLOY, "a", "b").service("a", BUILDING, BUILD_ERROR);
        story.service("b", DEPLOYING, DEPLOYMENT_ERROR).turns(Phase.FAILED);
        assertThat(story.status().state()).isEqualTo(DEPLOYMENT_ERROR);
    }

    @Test
    void shouldKeepTheOutcomeWhileRequestsWaitAndServicesAreAdded() {
        story.begins("d-1", Action.DEPLOY, "a")
                .service("a", DEPLOYING, DEPLOYED)
                .turns(Phase.SUCCEEDED);

        story.described(Map.of("stage", List.of("a", "new")));

        assertThat(story.status().state()).isEqualTo(DEPLOYED);
    }
}
