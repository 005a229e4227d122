package io.slipway.orchestrator.domain;

import static io.slipway.events.status.DeploymentState.BUILDING;
import static io.slipway.events.status.DeploymentState.BUILD_ERROR;
import static io.slipway.events.status.DeploymentState.DEPLOYED;
import static io.slipway.events.status.DeploymentState.DEPLOYING;
import static io.slipway.events.status.DeploymentState.DEPLOYMENT_ERROR;
import static io.slipway.events.status.DeploymentState.QUEUED;
import static io.slipway.events.status.DeploymentState.READY;
import static io.slipway.orchestrator.domain.Specs.app;
import static io.slipway.orchestrator.domain.Specs.container;
import static io.slipway.orchestrator.domain.Specs.cron;
import static io.slipway.orchestrator.domain.Specs.database;
import static io.slipway.orchestrator.domain.Specs.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.request.Action;
import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.events.work.StepFailure;
import org.junit.jupiter.api.Test;

class StagesTest {

    @Test
    void shouldDeployStageAfterStage() {
        Scenario s = Scenario.of(stage("0", database("db")), stage("1"), stage("2", container("api"), cron("nightly")))
                .ask(Action.DEPLOY);
        assertThat(s.orders()).containsExactly("RUNNING db");

        assertThat(s.reached("db").orders()).containsExactly("RUNNING api", "RUNNING nightly");
        assertThat(s.reached("nightly").orders()).isEmpty();
        s.reached("api");

        assertThat(s.phase()).isEqualTo(Phase.SUCCEEDED);
        assertThat(s.state.run()).isNull();
        assertThat(s.statesOf("api")).containsExactly(QUEUED, DEPLOYING, DEPLOYED);
    }

    @Test
    void shouldBuildWhatComesFromGitBeforeAnythingOfTheStageIsDeployed() {
        Scenario s = Scenario.of(stage("0", container("api"), app("web"), app("shop")))
                .ask(Action.DEPLOY);
        assertThat(s.orders()).containsExactly("build web", "build shop");
        assertThat(s.built("shop").orders()).isEmpty();
        assertThat(s.built("web").orders()).containsExactly("RUNNING api", "RUNNING web", "RUNNING shop");
        assertThat(s.statesOf("web")).containsExactly(QUEUED, BUILDING, QUEUED, DEPLOYING);
        assertThat(s.newest("web").version()).isEqualTo("commit-of-web");
    }

    @Test
    void shouldStartTheNextBuildAsSoonAsOneEnds() {
        Scenario s = Scenario.of(stage("0", app("a"), app("b"), app("c"), app("d"), app("e"), app("f")))
                .ask(Action.DEPLOY);
        assertThat(s.orders()).containsExactly("build a", "build b", "build c", "build d");
        assertThat(s.built("c").orders()).containsExactly("build e");
        assertThat(s.buildFails("a").orders()).containsExactly("build f");
    }

    @Test
    void shouldStartTheNextRolloutAsSoonAsOneEnds() {
        Scenario s = Scenario.of(
                        stage("0", container("a"), container("b"), container("c"), container("d"), container("e")))
                .ask(Action.DEPLOY);
        assertThat(s.orders()).containsExactly("RUNNING a", "RUNNING b", "RUNNING c", "RUNNING d");
        assertThat(s.rolloutFails("b").orders()).containsExactly("RUNNING e");
        assertThat(s.stateOf("e")).isEqualTo(DEPLOYING);
    }

    @Test
    void shouldDeployTheRestOfTheStageWhenABuildFailed() {
        Scenario s = Scenario.of(stage("0", app("web"), app("shop")), stage("1", container("api")))
                .ask(Action.DEPLOY)
                .buildFails("web")
                .built("shop");
        assertThat(s.orders()).containsExactly("RUNNING shop");
        s.reached("shop");

        assertThat(s.phase()).isEqualTo(Phase.FAILED);
        assertThat(s.stateOf("web")).isEqualTo(BUILD_ERROR);
        assertThat(s.newest("web").failure().reason()).isEqualTo(StepFailure.Reason.BUILD_FAILED);
        assertThat(s.stateOf("shop")).isEqualTo(DEPLOYED);
    }

    @Test
    void shouldLeaveLaterStagesAsTheyWereWhenAServiceFailed() {
        Scenario s = Scenario.of(stage("0", container("api")), stage("1", container("web"), container("new")))
                .ask(Action.DEPLOY, "api", "web")
                .reached("api")
                .rolloutFails("web");
        assertThat(s.stateOf("web")).isEqualTo(DEPLOYMENT_ERROR);

        s.ask(Action.DEPLOY).rolloutFails("api");

        assertThat(s.orders()).isEmpty();
        assertThat(s.phase()).isEqualTo(Phase.FAILED);
        assertThat(s.stateOf("web")).isEqualTo(DEPLOYMENT_ERROR);
        assertThat(s.newest("web").failure().reason()).isEqualTo(StepFailure.Reason.NOT_READY);
        assertThat(s.newest("web").attempt()).isEqualTo(2);
        assertThat(s.stateOf("new")).isEqualTo(READY);
        assertThat(s.statesOf("new")).containsExactly(QUEUED, READY);
    }

    @Test
    void shouldWaitForTheWholeStageEvenIfAServiceFailed() {
        Scenario s = Scenario.of(stage("0", container("a"), container("b")), stage("1", container("c")))
                .ask(Action.DEPLOY)
                .rolloutFails("a");
        assertThat(s.phase()).isEqualTo(Phase.ONGOING);
        assertThat(s.reached("b").phase()).isEqualTo(Phase.FAILED);
    }

    @Test
    void shouldIgnoreAnswersThatComeAgainOrFromAnEarlierDeployment() {
        Scenario s = Scenario.of(stage("0", container("api"))).ask(Action.DEPLOY);
        var first = s.ref("api");
        s.reached("api").ask(Action.DEPLOY);
        var before = s.state;
        var second = s.commanded.put("api", first);
        s.rolloutFails("api");
        assertThat(s.commands()).isEmpty();
        assertThat(s.state).isEqualTo(before);

        s.commanded.put("api", second);
        s.reached("api");
        assertThat(s.stateOf("api")).isEqualTo(DEPLOYED);
        assertThat(s.rolloutFails("api").commands()).isEmpty();
    }

    @Test
    void shouldFailAStepWhoseWorkerCancelledItUnasked() {
        Scenario s =
                Scenario.of(stage("0", container("api"))).ask(Action.DEPLOY).rolledBack("api");
        assertThat(s.phase()).isEqualTo(Phase.FAILED);
        assertThat(s.newest("api").failure().reason()).isEqualTo(StepFailure.Reason.INTERNAL);
    }

    @Test
    void shouldEndAtOnceWhenThereIsNothingToDeploy() {
        Scenario s = Scenario.of(stage("0"), stage("1", container("a").skipped()));
        s.ask(Action.DEPLOY);
        assertThat(s.orders()).isEmpty();
        assertThat(s.phase()).isEqualTo(Phase.SUCCEEDED);
        assertThat(s.state.run()).isNull();
    }

    @Test
    void shouldLeaveSkippedServicesOutUnlessTheyAreNamed() {
        Scenario s = Scenario.of(stage("0", container("a").skipped(), container("b")))
                .ask(Action.DEPLOY);
        assertThat(s.orders()).containsExactly("RUNNING b");
        s.reached("b").ask(Action.DEPLOY, "a");
        assertThat(s.orders()).containsExactly("RUNNING a");
        s.reached("a").ask(Action.STOP);
        assertThat(s.orders()).containsExactly("STOPPED b");
        s.reached("b").ask(Action.DELETE);
        assertThat(s.orders()).containsExactly("DELETED a", "DELETED b");
    }

    @Test
    void shouldDeployTheConfigurationAsItWasWhenTheDeploymentStarted() {
        Scenario s = Scenario.of(stage("0", container("a")), stage("1", container("b", "1.0")))
                .ask(Action.DEPLOY)
                .publish(Specs.environment(
                        2, stage("0", container("a")), stage("1", container("b", "2.0"), container("c"))))
                .reached("a");
        assertThat(s.orders()).containsExactly("RUNNING b");
        assertThat(s.newest("b").version()).isEqualTo("1.0");
        s.reached("b").ask(Action.DEPLOY).reached("a");
        assertThat(s.orders()).containsExactly("RUNNING b", "RUNNING c");
        assertThat(s.newest("b").version()).isEqualTo("2.0");
    }
}
