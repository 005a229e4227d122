package io.slipway.orchestrator.domain;

import static io.slipway.orchestrator.domain.Specs.app;
import static io.slipway.orchestrator.domain.Specs.container;
import static io.slipway.orchestrator.domain.Specs.job;
import static io.slipway.orchestrator.domain.Specs.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.request.Action;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.request.ServiceVersion;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.status.StatusEvent.Phase;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueueTest {

    private static Scenario busy() {
        return Scenario.of(stage(
                        "0",
                        container("a"),
                        container("b"),
                        container("c"),
                        job("seed", JobEvent.START, JobEvent.STOP)))
                .ask(Action.DEPLOY, "a");
    }

    @Test
    void shouldRunOneDeploymentAtATimeInTheOrderOfTheRequests() {
        Scenario s = busy().ask(Action.STOP, "a").ask(Action.DEPLOY, "b");
        assertThat(s.orders()).isEmpty();
        assertThat(s.queued()).containsExactly("r2", "r3");

        assertThat(s.reached("a").orders()).containsExactly("STOPPED a");
        assertThat(s.queued()).containsExactly("r3");
        assertThat(s.reached("a").orders()).containsExactly("RUNNING b");
        assertThat(s.queued()).isEmpty();
    }

    @Test
    void shouldMergeNeighboursOfTheSameUserAndAction() {
        Scenario s = busy().ask(Action.DEPLOY, "b").ask(s2("r3", "c", "1.1")).ask(s2("r4", "c", "1.2"));
        assertThat(s.deployment().queue()).singleElement().satisfies(entry -> {
            assertThat(entry.requestIds()).containsExactly("r2", "r3", "r4");
            assertThat(entry.serviceIds()).containsExactly("b", "c");
        });
        assertThat(s.reached("a").orders()).containsExactly("RUNNING b", "RUNNING c");
        assertThat(s.deployment().deployment().id()).isEqualTo("r2");
        assertThat(s.newest("c").version()).isEqualTo("1.2");
    }

    private static DeployRequested s2(String id, String serviceId, String tag) {
        var template = new Scenario()
                .request("ann", Action.DEPLOY, Map.of(serviceId, new ServiceVersion(null, tag)), null, null, serviceId);
        return new DeployRequested(
                id,
                template.environmentId(),
                template.action(),
                template.serviceIds(),
                template.versions(),
                null,
                null,
                template.requestedBy(),
                template.requestedAt());
    }

    @Test
    void shouldLetTheWholeEnvironmentAbsorbASubset() {
        Scenario s = Scenario.of(stage(
                        "0", container("a"), container("b"), container("c").skipped()))
                .ask(Action.DEPLOY, "a")
                .ask(Action.DEPLOY, "c")
                .ask(Action.DEPLOY);
        assertThat(s.deployment().queue().getFirst().serviceIds()).isEmpty();
        assertThat(s.reached("a").orders()).containsExactly("RUNNING a", "RUNNING b", "RUNNING c");
    }

    @Test
    void shouldNotMergeAcrossUsersActionsOrOthersBetween() {
        Scenario s = busy().ask(Action.DEPLOY, "b")
                .askAs("bob", Action.DEPLOY, "b")
                .ask(Action.DEPLOY, "c")
                .ask(Action.STOP, "c");
        assertThat(s.queued()).containsExactly("r2", "r3", "r4", "r5");
    }

    @Test
    void shouldMergeForcedRunsOnlyIfTheyAreTheSame() {
        Scenario s = busy().force("seed", JobEvent.START)
                .force("seed", JobEvent.START)
                .force("seed", JobEvent.STOP);
        assertThat(s.queued()).containsExactly("r2", "r4");
    }

    @Test
    void shouldIgnoreARequestThatComesAgain() {
        Scenario s = busy();
        var request = s.request("ann", Action.DEPLOY, "b");
        s.ask(request).ask(request);
        assertThat(s.commands()).isEmpty();
        assertThat(s.deployment().queue().getFirst().requestIds()).containsExactly("r2");
        s.reached("a").reached("b").ask(request);
        assertThat(s.commands()).isEmpty();
        assertThat(s.state.run()).isNull();
    }

    @Test
    void shouldForgetOldRequestIdsAndKeepTheNewOnes() {
        Scenario s = busy();
        var old = s.request("ann", Action.DEPLOY, "b");
        s.ask(old);
        IntStream.range(0, 200).forEach(_ -> s.ask(Action.DEPLOY, "b"));
        assertThat(s.state.admission().seen()).hasSize(128).doesNotContain("r2").contains("r202");
    }

    @Test
    void shouldCheckAQueuedRequestAgainWhenItsTurnComes() {
        Scenario s =
                busy().ask(Action.STOP, "a").askAs("bob", Action.RESTART, "a").ask(Action.DEPLOY, "b");
        s.reached("a").reached("a");
        assertThat(s.orders()).containsExactly("reject r3 ACTION_NOT_ALLOWED", "RUNNING b");
        assertThat(s.queued()).isEmpty();
    }

    @Test
    void shouldRejectOnlyTheMergedRequestThatHasBecomeImpossible() {
        Scenario s = busy().ask(Action.DEPLOY, "b")
                .ask(Action.DEPLOY, "c")
                .publish(Specs.environment(2, stage("0", container("a"), container("c"))))
                .reached("a");
        assertThat(s.orders()).containsExactly("reject r2 UNKNOWN_SERVICE", "RUNNING c");
        assertThat(s.deployment().deployment().id()).isEqualTo("r3");
    }

    @Test
    void shouldTellOfAQueueThatEmptiesByRejection() {
        Scenario s = busy().ask(Action.RESTART, "b").reached("a");
        assertThat(s.orders()).containsExactly("reject r2 ACTION_NOT_ALLOWED");
        assertThat(s.queued()).isEmpty();
        assertThat(s.deployment().deployment().phase()).isEqualTo(Phase.SUCCEEDED);
        assertThat(s.state.run()).isNull();
    }

    @Test
    void shouldCancelAQueuedRequest() {
        Scenario s =
                busy().ask(Action.STOP, "a").askAs("bob", Action.DEPLOY, "b").cancel("r2", false);
        assertThat(s.orders()).isEmpty();
        assertThat(s.queued()).containsExactly("r3");
        assertThat(s.phase()).isEqualTo(Phase.ONGOING);
        assertThat(s.reached("a").orders()).containsExactly("RUNNING b");
    }

    @Test
    void shouldCancelMergedRequestsTogether() {
        Scenario s = busy().ask(Action.DEPLOY, "b").ask(Action.DEPLOY, "c").cancel("r3", false);
        assertThat(s.queued()).isEmpty();
        assertThat(s.reached("a").orders()).isEmpty();
    }

    @Test
    void shouldStartTheNextDeploymentAfterAFailedOne() {
        Scenario s = Scenario.of(stage("0", app("web")))
                .ask(Action.DEPLOY)
                .ask(Action.DEPLOY)
                .buildFails("web");
        assertThat(s.orders()).containsExactly("build web");
        assertThat(s.deployment().deployment().id()).isEqualTo("r2");
    }
}
