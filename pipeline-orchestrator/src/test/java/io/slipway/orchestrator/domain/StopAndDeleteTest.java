package io.slipway.orchestrator.domain;

import static io.slipway.events.spec.JobEvent.DELETE;
import static io.slipway.events.spec.JobEvent.START;
import static io.slipway.events.status.DeploymentState.DELETED;
import static io.slipway.events.status.DeploymentState.DELETE_QUEUED;
import static io.slipway.events.status.DeploymentState.DELETING;
import static io.slipway.events.status.DeploymentState.READY;
import static io.slipway.events.status.DeploymentState.RESTARTED;
import static io.slipway.events.status.DeploymentState.RESTARTING;
import static io.slipway.events.status.DeploymentState.RESTART_QUEUED;
import static io.slipway.events.status.DeploymentState.STOPPED;
import static io.slipway.events.status.DeploymentState.STOPPING;
import static io.slipway.events.status.DeploymentState.STOP_ERROR;
import static io.slipway.events.status.DeploymentState.STOP_QUEUED;
import static io.slipway.orchestrator.domain.Specs.app;
import static io.slipway.orchestrator.domain.Specs.container;
import static io.slipway.orchestrator.domain.Specs.database;
import static io.slipway.orchestrator.domain.Specs.gitJob;
import static io.slipway.orchestrator.domain.Specs.job;
import static io.slipway.orchestrator.domain.Specs.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.request.Action;
import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.events.work.WorkloadCompleted;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopAndDeleteTest {

    private static Scenario deployed() {
        return Scenario.of(stage("0", database("db")), stage("1", app("web")))
                .ask(Action.DEPLOY)
                .reached("db")
                .built("web")
                .reached("web");
    }

    @Test
    void shouldStopInReverseOrderWithoutBuilding() {
        Scenario s = deployed().ask(Action.STOP);
        assertThat(s.orders()).containsExactly("STOPPED web");
        assertThat(s.reached("web").orders()).containsExactly("STOPPED db");
        s.reached("db");
        assertThat(s.phase()).isEqualTo(Phase.SUCCEEDED);
        assertThat(s.statesOf("web")).endsWith(STOP_QUEUED, STOPPING, STOPPED);
        assertThat(s.newest("web").endpoints()).isEmpty();
        assertThat(s.newest("web").version()).isEqualTo("commit-of-web");
    }

    @Test
    void shouldNotStopEarlierStagesWhenALaterOneFailsToStop() {
        Scenario s = deployed().ask(Action.STOP).rolloutFails("web");
        assertThat(s.phase()).isEqualTo(Phase.FAILED);
        assertThat(s.stateOf("web")).isEqualTo(STOP_ERROR);
        assertThat(s.ask(Action.STOP).orders()).containsExactly("STOPPED web");
    }

    @Test
    void shouldLeaveWhatWasNeverDeployedAloneWhenStopping() {
        Scenario s = Scenario.of(stage("0", container("a"), container("b")))
                .ask(Action.DEPLOY, "a")
                .reached("a")
                .ask(Action.STOP);
        assertThat(s.orders()).containsExactly("STOPPED a");
        s.reached("a");
        assertThat(s.stateOf("b")).isEqualTo(READY);
    }

    @Test
    void shouldDeleteWhatWasNeverDeployedWithoutAnyWork() {
        Scenario s = Scenario.of(stage("0", container("a"), job("seed", START, DELETE), container("b")))
                .ask(Action.DEPLOY, "a")
                .reached("a")
                .ask(Action.DELETE);
        assertThat(s.orders()).containsExactly("DELETED a");
        assertThat(s.statesOf("b")).containsExactly(DELETE_QUEUED, DELETED);
        assertThat(s.stateOf("seed")).isEqualTo(DELETED);
        s.reached("a");
        assertThat(s.statesOf("a")).endsWith(DELETE_QUEUED, DELETING, DELETED);
        assertThat(s.newest("a").version()).isNull();
        assertThat(s.ask(Action.DELETE).orders()).isEmpty();
        assertThat(s.phase()).isEqualTo(Phase.SUCCEEDED);
    }

    @Test
    void shouldDeleteAnEmptyOrUntouchedEnvironmentAtOnce() {
        Scenario s =
                Scenario.of(stage("0", gitJob("gone", DELETE), container("a"))).ask(Action.DELETE);
        assertThat(s.orders()).isEmpty();
        assertThat(s.phase()).isEqualTo(Phase.SUCCEEDED);
        assertThat(s.stateOf("gone")).isEqualTo(DELETED);
        assertThat(Scenario.of(stage("0")).ask(Action.DELETE).phase()).isEqualTo(Phase.SUCCEEDED);
    }

    @Test
    void shouldUninstallLikeDelete() {
        Scenario s = deployed().ask(Action.UNINSTALL, "web");
        assertThat(s.orders()).containsExactly("DELETED web");
        assertThat(s.reached("web").stateOf("web")).isEqualTo(DELETED);
        assertThat(s.ask(Action.DEPLOY, "web").orders()).containsExactly("build web");
    }

    @Test
    void shouldRestart() {
        Scenario s = deployed().ask(Action.RESTART, "web");
        assertThat(s.orders()).containsExactly("RESTARTED web");
        s.workloadEnds("web", new WorkloadCompleted.Result.Reached(false, List.of()));
        assertThat(s.statesOf("web")).endsWith(RESTART_QUEUED, RESTARTING, RESTARTED);
        assertThat(s.newest("web").endpoints()).hasSize(1);
    }

    @Test
    void shouldDeployAgainWhateverWasDeployedBefore() {
        Scenario s = deployed().ask(Action.DEPLOY);
        assertThat(s.orders()).containsExactly("RUNNING db");
        assertThat(s.reached("db").orders()).containsExactly("build web");
    }
}
