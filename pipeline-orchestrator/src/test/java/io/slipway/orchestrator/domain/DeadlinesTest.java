package io.slipway.orchestrator.domain;

import static io.slipway.orchestrator.domain.Specs.app;
import static io.slipway.orchestrator.domain.Specs.container;
import static io.slipway.orchestrator.domain.Specs.job;
import static io.slipway.orchestrator.domain.Specs.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.request.Action;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.work.StepFailure;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private static final Duration MOMENT = Duration.ofMillis(1);

    @Test
    void shouldGiveUpABuild() {
        Scenario s = Scenario.of(stage("0", app("web"))).ask(Action.DEPLOY);
        assertGivenUp(s, s.limits.buildDeadline(), "web", DeploymentState.BUILD_ERROR, "cancel build web");
        assertThat(s.newest("web").failure().message()).startsWith("The build did not end within 60 min");
        assertThat(s.built("web").commands()).isEmpty();
    }

    @Test
    void shouldGiveUpARollout() {
        Scenario s = Scenario.of(stage("0", container("api"))).ask(Action.DEPLOY);
        assertGivenUp(s, s.limits.workloadDeadline(), "api", DeploymentState.DEPLOYMENT_ERROR, "cancel api");
        assertThat(s.reached("api").commands()).isEmpty();
    }

    @Test
    void shouldGiveUpAJob() {
        Scenario s = Scenario.of(stage("0", job("seed", JobEvent.START))).ask(Action.DEPLOY);
        assertGivenUp(s, s.limits.jobDeadline(), "seed", DeploymentState.DEPLOYMENT_ERROR, "cancel seed");
        assertThat(s.ran("seed", "URL", "late").commands()).isEmpty();
        assertThat(s.state.outputs()).isEmpty();
    }

    @Test
    void shouldGiveUpOutputs() {
        Scenario s = Scenario.of(stage("0", job("seed", JobEvent.START)))
                .ask(Action.DEPLOY)
                .jobSucceeds("seed");
        assertGivenUp(s, s.limits.harvestDeadline(), "seed", DeploymentState.DEPLOYMENT_ERROR, "cancel seed");
        assertThat(s.newest("seed").failure().message()).startsWith("The job's outputs were not read within 2 min");
    }

    @Test
    void shouldWaitForTheEarliestDeadline() {
        Scenario s = Scenario.of(stage("0", job("seed", JobEvent.START), container("api")))
                .ask(Action.DEPLOY);
        assertThat(Orchestrator.nextDeadline(s.state)).contains(s.now.plus(s.limits.workloadDeadline()));
        s.ask(s.request("ann", Action.DEPLOY, Map.of(), null, 9L));
        assertThat(Orchestrator.nextDeadline(s.state)).contains(s.now.plus(s.limits.specWait()));
    }

    @Test
    void shouldNeedNoTickWhileNothingIsPending() {
        Scenario s = Scenario.of(stage("0", container("api")));
        assertThat(Orchestrator.needsTick(s.state)).isFalse();
        assertThat(Orchestrator.nextDeadline(s.state)).isEmpty();
        s.ask(Action.DEPLOY);
        assertThat(Orchestrator.needsTick(s.state)).isTrue();
        s.reached("api");
        assertThat(Orchestrator.needsTick(s.state)).isFalse();
    }

    @Test
    void shouldChangeNothingBeforeTheDeadline() {
        Scenario s = Scenario.of(stage("0", container("api"))).ask(Action.DEPLOY);
        var before = Scenario.crashed(s.state);
        Decision decision = Orchestrator.decide(before, new PipelineEvent.Tick(Specs.ENVIRONMENT, s.now), s.limits);
        assertThat(decision.next()).isSameAs(before);
        assertThat(decision.commands()).isEmpty();
    }

    private static void assertGivenUp(
            Scenario s, Duration deadline, String serviceId, DeploymentState state, String order) {
        assertThat(Orchestrator.nextDeadline(s.state)).contains(s.now.plus(deadline));
        assertThat(s.after(deadline.minus(MOMENT)).commands()).isEmpty();
        assertThat(s.after(MOMENT).orders()).containsExactly(order);
        assertThat(s.stateOf(serviceId)).isEqualTo(state);
        assertThat(s.newest(serviceId).failure().reason()).isEqualTo(StepFailure.Reason.DEADLINE_EXCEEDED);
        assertThat(s.state.run()).isNull();
    }
}
