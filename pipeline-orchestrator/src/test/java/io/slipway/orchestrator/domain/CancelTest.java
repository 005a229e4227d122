package io.slipway.orchestrator.domain;

import static io.slipway.events.status.DeploymentState.CANCELED;
import static io.slipway.events.status.DeploymentState.CANCELING;
import static io.slipway.events.status.DeploymentState.DEPLOYED;
import static io.slipway.events.status.DeploymentState.DEPLOYING;
import static io.slipway.events.status.DeploymentState.READY;
import static io.slipway.orchestrator.domain.Specs.app;
import static io.slipway.orchestrator.domain.Specs.container;
import static io.slipway.orchestrator.domain.Specs.job;
import static io.slipway.orchestrator.domain.Specs.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.request.Action;
import io.slipway.events.request.CancelRequested;
import io.slipway.events.request.Origin;
import io.slipway.events.request.Requester;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.events.work.BuildCompleted;
import org.junit.jupiter.api.Test;

class CancelTest {

    @Test
    void shouldRejectACancellationOfNothing() {
        Scenario s = Scenario.of(stage("0", container("a"))).cancel();
        assertThat(s.orders()).containsExactly("reject c1 NOTHING_TO_CANCEL");
        s.ask(Action.DEPLOY).reached("a").cancel("r2", false);
        assertThat(s.orders()).containsExactly("reject c3 NOTHING_TO_CANCEL");
    }

    @Test
    void shouldStopWhatIsInFlightAndDropTheRest() {
        Scenario s = Scenario.of(
                        stage("0", container("done")), stage("1", container("api")), stage("2", container("web")))
                .ask(Action.DEPLOY)
                .reached("done")
                .cancel();
        assertThat(s.orders()).containsExactly("cancel api");
        assertThat(s.phase()).isEqualTo(Phase.CANCELING);
        assertThat(s.stateOf("api")).isEqualTo(CANCELING);
        assertThat(s.stateOf("web")).isEqualTo(READY);

        assertThat(s.rolledBack("api").orders()).isEmpty();
        assertThat(s.phase()).isEqualTo(Phase.CANCELED);
        assertThat(s.stateOf("done")).isEqualTo(DEPLOYED);
        assertThat(s.stateOf("api")).isEqualTo(CANCELED);
    }

    @Test
    void shouldStopBuildsInFlightAndDropThoseThatWait() {
        Scenario s = Scenario.of(stage("0", app("a"), app("b"), app("c"), app("d"), app("e")))
                .ask(Action.DEPLOY)
                .built("a")
                .cancel();
        assertThat(s.orders()).containsExactly("cancel build b", "cancel build c", "cancel build d", "cancel build e");
        assertThat(s.stateOf("a")).isEqualTo(READY);
        s.buildEnds("b", new BuildCompleted.Result.Canceled()).built("c").buildFails("d");
        assertThat(s.phase()).isEqualTo(Phase.CANCELING);
        s.buildEnds("e", new BuildCompleted.Result.Canceled());
        assertThat(s.phase()).isEqualTo(Phase.CANCELED);
        for (String id : new String[] {"b", "c", "d", "e"}) {
            assertThat(s.stateOf(id)).isEqualTo(CANCELED);
        }
    }

    @Test
    void shouldEndCanceledEvenIfTheWorkerFinishedAtTheLastMoment() {
        Scenario s = Scenario.of(stage("0", container("api")))
                .ask(Action.DEPLOY)
                .cancel()
                .reached("api");
        assertThat(s.phase()).isEqualTo(Phase.CANCELED);
        assertThat(s.stateOf("api")).isEqualTo(CANCELED);
        assertThat(s.state.service("api").version()).isNull();
    }

    @Test
    void shouldLeaveARunningLifecycleJobToFinish() {
        Scenario s = Scenario.of(
                        stage("0", job("seed", JobEvent.START), container("api")), stage("1", container("web")))
                .ask(Action.DEPLOY)
                .cancel();
        assertThat(s.orders()).containsExactly("cancel api");
        assertThat(s.stateOf("seed")).isEqualTo(DEPLOYING);
        s.rolledBack("api").jobSucceeds("seed");
        assertThat(s.phase()).isEqualTo(Phase.CANCELING);
        s.harvested("seed", "URL", "here");
        assertThat(s.phase()).isEqualTo(Phase.CANCELED);
        assertThat(s.stateOf("seed")).isEqualTo(DEPLOYED);
        assertThat(s.state.outputs()).containsKey("seed");
        assertThat(s.stateOf("web")).isEqualTo(READY);
    }

    @Test
    void shouldKillARunningLifecycleJobWhenForced() {
        Scenario s = Scenario.of(stage("0", job("seed", JobEvent.START)))
                .ask(Action.DEPLOY)
                .cancelForced();
        assertThat(s.orders()).containsExactly("cancel seed");
        s.jobKilled("seed");
        assertThat(s.phase()).isEqualTo(Phase.CANCELED);
        assertThat(s.stateOf("seed")).isEqualTo(CANCELED);
    }

    @Test
    void shouldEscalateWhenCancelledAgainWithForce() {
        Scenario s = Scenario.of(stage("0", job("seed", JobEvent.START), container("api")))
                .ask(Action.DEPLOY)
                .cancel();
        assertThat(s.orders()).containsExactly("cancel api");
        assertThat(s.cancel().commands()).isEmpty();
        assertThat(s.cancelForced().orders()).containsExactly("cancel seed");
        assertThat(s.cancelForced().commands()).isEmpty();
        s.jobKilled("seed").rolledBack("api");
        assertThat(s.phase()).isEqualTo(Phase.CANCELED);
    }

    @Test
    void shouldReadTheOutputsOfAJobThatHasEndedEvenWhenForced() {
        Scenario s = Scenario.of(stage("0", job("seed", JobEvent.START)))
                .ask(Action.DEPLOY)
                .jobSucceeds("seed")
                .cancelForced();
        assertThat(s.orders()).isEmpty();
        s.harvested("seed", "URL", "here");
        assertThat(s.stateOf("seed")).isEqualTo(DEPLOYED);
        assertThat(s.phase()).isEqualTo(Phase.CANCELED);
    }

    @Test
    void shouldNotWaitForEverForAWorkerThatDoesNotAnswer() {
        Scenario s =
                Scenario.of(stage("0", container("api"))).ask(Action.DEPLOY).cancel();
        assertThat(Orchestrator.nextDeadline(s.state)).contains(s.now.plus(s.limits.cancelDeadline()));
        s.after(s.limits.cancelDeadline());
        assertThat(s.orders()).isEmpty();
        assertThat(s.phase()).isEqualTo(Phase.CANCELED);
        assertThat(s.stateOf("api")).isEqualTo(CANCELED);
        assertThat(s.reached("api").commands()).isEmpty();
    }

    @Test
    void shouldStartTheNextRequestAfterwards() {
        Scenario s = Scenario.of(stage("0", container("api")))
                .ask(Action.DEPLOY)
                .ask(Action.DEPLOY)
                .cancel("r1", false)
                .rolledBack("api");
        assertThat(s.orders()).containsExactly("RUNNING api");
        assertThat(s.deployment().deployment().id()).isEqualTo("r2");
    }

    @Test
    void shouldIgnoreACancellationThatComesAgain() {
        Scenario s =
                Scenario.of(stage("0", container("api"))).ask(Action.DEPLOY).cancel();
        var cancellation = new PipelineEvent.CancellationAsked(
                new CancelRequested("c2", Specs.ENVIRONMENT, null, true, new Requester("ann", Origin.API), s.now),
                s.now);
        s.rolledBack("api").ask(Action.DEPLOY).on(cancellation);
        assertThat(s.commands()).isEmpty();
        assertThat(s.phase()).isEqualTo(Phase.ONGOING);
    }
}
