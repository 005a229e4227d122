package io.slipway.orchestrator.domain;

import static io.slipway.events.spec.JobEvent.DELETE;
import static io.slipway.events.spec.JobEvent.START;
import static io.slipway.events.spec.JobEvent.STOP;
import static io.slipway.events.status.DeploymentState.DELETED;
import static io.slipway.events.status.DeploymentState.DEPLOYED;
import static io.slipway.events.status.DeploymentState.DEPLOYING;
import static io.slipway.events.status.DeploymentState.DEPLOYMENT_ERROR;
import static io.slipway.events.status.DeploymentState.QUEUED;
import static io.slipway.events.status.DeploymentState.READY;
import static io.slipway.events.status.DeploymentState.STOPPED;
import static io.slipway.orchestrator.domain.Specs.container;
import static io.slipway.orchestrator.domain.Specs.cron;
import static io.slipway.orchestrator.domain.Specs.gitJob;
import static io.slipway.orchestrator.domain.Specs.job;
import static io.slipway.orchestrator.domain.Specs.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.request.Action;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.VariableScope;
import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.events.work.OutputHarvested;
import io.slipway.events.work.StepFailure;
import org.junit.jupiter.api.Test;

class JobsTest {

    @Test
    void shouldBeFinalOnlyWhenTheOutputsAreRead() {
        Scenario s = Scenario.of(stage("0", job("seed", START)), stage("1", container("api")))
                .ask(Action.DEPLOY);
        assertThat(s.orders()).containsExactly("run seed START");
        assertThat(s.jobSucceeds("seed").commands()).isEmpty();
        assertThat(s.harvested("seed", "URL", "here").orders()).containsExactly("RUNNING api");
        assertThat(s.statesOf("seed")).containsExactly(QUEUED, DEPLOYING, DEPLOYED);
        assertThat(s.variable("api", "QOVERY_OUTPUT_JOB_seed_URL")).isEqualTo("here");
        assertThat(s.variable("api", "QOVERY_OUTPUT_JOB_ZSEED_URL")).isEqualTo("here");
        assertThat(s.variable("api", "URL")).isEqualTo("here");
    }

    @Test
    void shouldHoldItsPermitUntilTheOutputsAreRead() {
        Scenario s = Scenario.of(
                        stage("0", job("a", START), job("b", START), job("c", START), job("d", START), container("e")))
                .ask(Action.DEPLOY)
                .jobSucceeds("a")
                .jobSucceeds("b");
        assertThat(s.orders()).isEmpty();
        assertThat(s.harvested("b").orders()).containsExactly("RUNNING e");
    }

    @Test
    void shouldAcceptTheCollectorsWordBeforeTheWorkers() {
        Scenario s = Scenario.of(stage("0", job("seed", START)), stage("1", container("api")))
                .ask(Action.DEPLOY)
                .harvested("seed", "URL", "here");
        assertThat(s.orders()).containsExactly("RUNNING api");
        assertThat(s.jobSucceeds("seed").commands()).isEmpty();
    }

    @Test
    void shouldFailWhenTheOutputIsNotAsItMustBe() {
        Scenario s = Scenario.of(stage("0", job("seed", START)), stage("1", container("api")))
                .ask(Action.DEPLOY)
                .jobSucceeds("seed")
                .harvestEnds(
                        "seed", new OutputHarvested.Result.Failed(Scenario.failure(StepFailure.Reason.INVALID_OUTPUT)));
        assertThat(s.phase()).isEqualTo(Phase.FAILED);
        assertThat(s.stateOf("seed")).isEqualTo(DEPLOYMENT_ERROR);
        assertThat(s.newest("seed").failure().reason()).isEqualTo(StepFailure.Reason.INVALID_OUTPUT);
        assertThat(s.stateOf("api")).isEqualTo(READY);
    }

    @Test
    void shouldKeepOutputsAcrossDeploymentsAndOverwriteThemByName() {
        Scenario s = Scenario.of(stage("0", job("seed", START)), stage("1", container("api")))
                .ask(Action.DEPLOY)
                .ran("seed", "URL", "old", "USER", "ann")
                .reached("api")
                .ask(Action.DEPLOY, "seed")
                .ran("seed", "URL", "new")
                .ask(Action.DEPLOY, "api");
        assertThat(s.variable("api", "URL")).isEqualTo("new");
        assertThat(s.variable("api", "USER")).isEqualTo("ann");
    }

    @Test
    void shouldTellAJobWhatItRunsFor() {
        Scenario s = Scenario.of(stage("0", gitJob("seed", START, STOP)), stage("1", cron("nightly")))
                .ask(Action.DEPLOY)
                .built("seed", "abc");
        assertThat(s.variable("seed", "QOVERY_JOB_ID")).isEqualTo("seed");
        assertThat(s.variable("seed", "QOVERY_JOB_NAME")).isEqualTo("seed");
        assertThat(s.variable("seed", "QOVERY_JOB_ACTION")).isEqualTo("START");
        assertThat(s.variable("seed", "QOVERY_JOB_ZSEED_GIT_COMMIT_ID")).isEqualTo("abc");
        assertThat(s.variable("seed", "QOVERY_JOB_ZSEED_GIT_BRANCH")).isEqualTo("main");
        s.ran("seed");
        assertThat(s.variable("nightly", "QOVERY_JOB_ACTION")).isEqualTo("CRON");
        s.reached("nightly").ask(Action.STOP).reached("nightly");
        assertThat(s.orders()).containsExactly("run seed STOP");
        assertThat(s.variable("seed", "QOVERY_JOB_ACTION")).isEqualTo("STOP");
    }

    @Test
    void shouldRunLifecycleJobsOnlyOnTheirEvents() {
        Scenario s = Scenario.of(stage("0", job("up", START), job("down", STOP), job("gone", DELETE), container("api")))
                .ask(Action.DEPLOY);
        assertThat(s.orders()).containsExactly("run up START", "RUNNING api");
        s.ran("up").reached("api").ask(Action.STOP);
        assertThat(s.orders()).containsExactly("run down STOP", "STOPPED api");
        s.ran("down").reached("api");
        assertThat(s.stateOf("up")).isEqualTo(DEPLOYED);
        assertThat(s.stateOf("down")).isEqualTo(STOPPED);
        s.ask(Action.DELETE);
        assertThat(s.orders()).containsExactly("run gone DELETE", "DELETED api");
        assertThat(s.stateOf("up")).isEqualTo(DELETED);
        assertThat(s.stateOf("down")).isEqualTo(DELETED);
        s.ran("gone").reached("api");
        assertThat(s.phase()).isEqualTo(Phase.SUCCEEDED);
    }

    @Test
    void shouldRunAJobWithoutStartAgainAtEachStop() {
        Scenario s = Scenario.of(stage("0", job("down", STOP), container("api")))
                .ask(Action.DEPLOY)
                .reached("api")
                .ask(Action.STOP)
                .ran("down")
                .reached("api")
                .ask(Action.DEPLOY)
                .reached("api")
                .ask(Action.STOP, "api", "down");
        assertThat(s.orders()).containsExactly("run down STOP", "STOPPED api");
    }

    @Test
    void shouldTakeTheNewStateWithoutRunningWhenANamedJobHasNoSuchTrigger() {
        Scenario s = Scenario.of(stage("0", job("up", START)))
                .ask(Action.DEPLOY)
                .ran("up")
                .ask(Action.STOP, "up");
        assertThat(s.orders()).isEmpty();
        assertThat(s.stateOf("up")).isEqualTo(STOPPED);
        assertThat(s.phase()).isEqualTo(Phase.SUCCEEDED);
    }

    @Test
    void shouldBuildAJobForStopOnlyIfItWasNeverBuilt() {
        Scenario s = Scenario.of(stage("0", gitJob("both", START, STOP), gitJob("down", STOP)))
                .ask(Action.DEPLOY)
                .built("both")
                .ran("both")
                .ask(Action.STOP);
        assertThat(s.orders()).containsExactly("build down");
        assertThat(s.built("down").orders()).containsExactly("run both STOP", "run down STOP");
    }

    @Test
    void shouldForceOneJobForOneEventWithoutTheRest() {
        Scenario s = Scenario.of(stage("0", container("api")), stage("1", gitJob("seed", START, DELETE)))
                .force("seed", DELETE);
        assertThat(s.orders()).containsExactly("build seed");
        assertThat(s.built("seed").orders()).containsExactly("run seed DELETE");
        s.ran("seed", "URL", "x");
        assertThat(s.phase()).isEqualTo(Phase.SUCCEEDED);
        assertThat(s.stateOf("seed")).isEqualTo(DEPLOYED);
        assertThat(s.deployment().deployment().jobEvent()).isEqualTo(DELETE);
    }

    @Test
    void shouldForceACronJobAsAJob() {
        Scenario s = Scenario.of(stage("0", cron("nightly"))).force("nightly", JobEvent.CRON);
        assertThat(s.orders()).containsExactly("run nightly CRON of schedule");
    }

    @Test
    void shouldFailOnADanglingAlias() {
        Scenario s = Scenario.of(Specs.with(
                        Specs.environment(1, stage("0", container("api"), Specs.database("db"))),
                        Specs.alias("URL", VariableScope.ENVIRONMENT, "no-such-id")))
                .ask(Action.DEPLOY);
        assertThat(s.orders()).containsExactly("RUNNING db");
        assertThat(s.newest("api").failure().reason()).isEqualTo(StepFailure.Reason.INVALID_VARIABLE);
        assertThat(s.newest("api").failure().message()).contains("'URL'");
        assertThat(s.newest("api").attempt()).isZero();
    }
}
