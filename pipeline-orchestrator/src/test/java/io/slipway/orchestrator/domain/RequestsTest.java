package io.slipway.orchestrator.domain;

import static io.slipway.orchestrator.domain.Specs.app;
import static io.slipway.orchestrator.domain.Specs.container;
import static io.slipway.orchestrator.domain.Specs.cron;
import static io.slipway.orchestrator.domain.Specs.database;
import static io.slipway.orchestrator.domain.Specs.environment;
import static io.slipway.orchestrator.domain.Specs.job;
import static io.slipway.orchestrator.domain.Specs.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.request.Action;
import io.slipway.events.request.DeployRejected;
import io.slipway.events.request.ServiceVersion;
import io.slipway.events.spec.JobEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestsTest {

    private static Scenario environmentOfAll() {
        return Scenario.of(
                stage("0", app("web"), container("api"), database("db"), job("seed", JobEvent.START), cron("nightly")));
    }

    @Test
    void shouldRejectRequestsForUnknownEnvironmentsAndKeepNothingOfThem() {
        Scenario s = new Scenario().ask(Action.DEPLOY);
        assertThat(s.orders()).containsExactly("reject r1 UNKNOWN_ENVIRONMENT", "dead letter");
        assertThat(s.state.blank()).isTrue();
        assertThat(s.cancel().orders()).containsExactly("reject c2 UNKNOWN_ENVIRONMENT", "dead letter");
        assertThat(s.state.blank()).isTrue();
        assertThat(s.state.admission().seen()).isEmpty();
    }

    @Test
    void shouldRejectUnknownServices() {
        Scenario s = environmentOfAll();
        assertThat(s.ask(Action.DEPLOY, "web", "nope").orders()).containsExactly("reject r1 UNKNOWN_SERVICE");
        assertThat(s.ask(s.request("ann", Action.DEPLOY, Map.of("nope", new ServiceVersion("c", null)), null, null))
                        .orders())
                .containsExactly("reject r2 UNKNOWN_SERVICE");
        assertThat(s.state.run()).isNull();
    }

    @Test
    void shouldRejectVersionsThatDoNotFit() {
        Scenario s = environmentOfAll();
        for (Map.Entry<String, ServiceVersion> wrong : List.of(
                Map.entry("web", new ServiceVersion(null, "1.0")),
                Map.entry("web", new ServiceVersion("abc", "1.0")),
                Map.entry("web", new ServiceVersion(null, null)),
                Map.entry("api", new ServiceVersion("abc", null)),
                Map.entry("api", new ServiceVersion(null, null)),
                Map.entry("db", new ServiceVersion(null, "15")))) {
            s.ask(s.request("ann", Action.DEPLOY, Map.of(wrong.getKey(), wrong.getValue()), null, null));
            assertThat(rejection(s)).as("%s", wrong).isEqualTo(DeployRejected.Reason.INVALID_VERSION);
        }
        s.ask(s.request("ann", Action.DEPLOY, Map.of("web", new ServiceVersion("abc", null)), null, null, "api"));
        assertThat(rejection(s)).isEqualTo(DeployRejected.Reason.INVALID_VERSION);
        s.ask(s.request("ann", Action.STOP, Map.of("web", new ServiceVersion("abc", null)), null, null));
        assertThat(rejection(s)).isEqualTo(DeployRejected.Reason.INVALID_VERSION);
    }

    @Test
    void shouldRejectForcedRunsOfAnythingButOneJobForAnEventThatItHas() {
        Scenario s = environmentOfAll();
        assertThat(rejection(s.force("seed", JobEvent.STOP))).isEqualTo(DeployRejected.Reason.INVALID_FORCE_RUN);
        assertThat(rejection(s.force("web", JobEvent.START))).isEqualTo(DeployRejected.Reason.INVALID_FORCE_RUN);
        assertThat(rejection(s.force("nightly", JobEvent.START))).isEqualTo(DeployRejected.Reason.INVALID_FORCE_RUN);
        assertThat(rejection(s.ask(Action.FORCE_RUN, "seed"))).isEqualTo(DeployRejected.Reason.INVALID_FORCE_RUN);
        assertThat(rejection(
                        s.ask(s.request("ann", Action.FORCE_RUN, Map.of(), JobEvent.START, null, "seed", "nightly"))))
                .isEqualTo(DeployRejected.Reason.INVALID_FORCE_RUN);
        assertThat(rejection(s.ask(s.request("ann", Action.FORCE_RUN, Map.of(), JobEvent.START, null))))
                .isEqualTo(DeployRejected.Reason.INVALID_FORCE_RUN);
    }

    @Test
    void shouldRejectActionsThatTheStateDoesNotAllow() {
        Scenario s = environmentOfAll();
        for (Action action : List.of(Action.REDEPLOY, Action.STOP, Action.RESTART)) {
            assertThat(rejection(s.ask(action)))
                    .as("%s of all", action)
                    .isEqualTo(DeployRejected.Reason.ACTION_NOT_ALLOWED);
            assertThat(rejection(s.ask(action, "api")))
                    .as("%s of one", action)
                    .isEqualTo(DeployRejected.Reason.ACTION_NOT_ALLOWED);
        }
        s.ask(Action.DEPLOY, "api").reached("api");
        assertThat(rejection(s.ask(Action.STOP, "api", "db"))).isEqualTo(DeployRejected.Reason.ACTION_NOT_ALLOWED);
        assertThat(s.ask(Action.STOP).orders()).containsExactly("STOPPED api");
        s.reached("api");
        assertThat(rejection(s.ask(Action.STOP, "api"))).isEqualTo(DeployRejected.Reason.ACTION_NOT_ALLOWED);
    }

    @Test
    void shouldRestartLongRunningServicesOnly() {
        Scenario s = Scenario.of(stage("0", container("api"), database("db"), job("seed", JobEvent.START)))
                .ask(Action.DEPLOY)
                .reached("api", "db")
                .ran("seed");
        assertThat(rejection(s.ask(Action.RESTART, "seed"))).isEqualTo(DeployRejected.Reason.ACTION_NOT_ALLOWED);
        assertThat(s.ask(Action.RESTART).orders()).containsExactly("RESTARTED api", "RESTARTED db");
    }

    @Test
    void shouldParkARequestUntilItsConfigurationArrives() {
        Scenario s = new Scenario();
        s.ask(s.request("ann", Action.DEPLOY, Map.of(), null, 2L));
        assertThat(s.commands()).isEmpty();
        s.publish(environment(1, stage("0", container("a"))));
        assertThat(s.orders()).isEmpty();
        s.publish(environment(2, stage("0", container("a"), container("b"))));
        assertThat(s.orders()).containsExactly("RUNNING a", "RUNNING b");
        assertThat(s.state.admission().parked()).isEmpty();
    }

    @Test
    void shouldNotParkARequestWhoseConfigurationIsThere() {
        Scenario s = Scenario.of(stage("0", container("a")));
        s.ask(s.request("ann", Action.DEPLOY, Map.of(), null, 1L));
        assertThat(s.orders()).containsExactly("RUNNING a");
    }

    @Test
    void shouldRejectEachParkedRequestInItsTime() {
        Scenario s = Scenario.of(stage("0", container("a")));
        s.ask(s.request("ann", Action.DEPLOY, Map.of(), null, 2L)).after(Duration.ofSeconds(10));
        s.ask(s.request("ann", Action.DEPLOY, Map.of(), null, 3L));
        assertThat(Orchestrator.nextDeadline(s.state)).contains(s.now.plus(Duration.ofSeconds(20)));
        assertThat(s.after(Duration.ofSeconds(20)).orders()).containsExactly("reject r1 SPEC_VERSION_NOT_SEEN");
        assertThat(Orchestrator.nextDeadline(s.state)).contains(s.now.plus(Duration.ofSeconds(10)));
        assertThat(s.after(Duration.ofSeconds(10)).orders()).containsExactly("reject r2 SPEC_VERSION_NOT_SEEN");
    }

    @Test
    void shouldRejectAParkedRequestWhoseConfigurationDoesNotArrive() {
        Scenario s = Scenario.of(stage("0", container("a")));
        s.ask(s.request("ann", Action.DEPLOY, Map.of(), null, 2L));
        assertThat(Orchestrator.nextDeadline(s.state)).contains(s.now.plus(s.limits.specWait()));
        assertThat(s.after(s.limits.specWait().minus(Duration.ofMillis(1))).orders())
                .isEmpty();
        assertThat(s.after(Duration.ofMillis(1)).orders()).containsExactly("reject r1 SPEC_VERSION_NOT_SEEN");
        assertThat(Orchestrator.needsTick(s.state)).isFalse();
    }

    @Test
    void shouldForgetAnUnknownEnvironmentWithItsLastParkedRequest() {
        Scenario s = new Scenario();
        s.ask(s.request("ann", Action.DEPLOY, Map.of(), null, 1L)).after(Duration.ofHours(1));
        assertThat(s.orders()).containsExactly("reject r1 SPEC_VERSION_NOT_SEEN");
        assertThat(s.state.blank()).isTrue();
    }

    @Test
    void shouldCancelAParkedRequest() {
        Scenario s = Scenario.of(stage("0", container("a")));
        s.ask(s.request("ann", Action.DEPLOY, Map.of(), null, 2L)).cancel();
        assertThat(s.orders()).isEmpty();
        assertThat(s.state.admission().parked()).isEmpty();
        s.publish(environment(2, stage("0", container("a"))));
        assertThat(s.orders()).isEmpty();
    }

    @Test
    void shouldCancelTheParkedRequestThatIsNamed() {
        Scenario s = Scenario.of(stage("0", container("a"), container("b")));
        s.ask(s.request("ann", Action.DEPLOY, Map.of(), null, 2L, "a"));
        s.ask(s.request("ann", Action.DEPLOY, Map.of(), null, 2L, "b"));
        assertThat(s.cancel("r2", true).orders()).isEmpty();
        assertThat(s.cancel("r9", true).orders()).containsExactly("reject c4 NOTHING_TO_CANCEL");
        s.publish(environment(2, stage("0", container("a"), container("b"))));
        assertThat(s.orders()).containsExactly("RUNNING a");
        assertThat(s.queued()).isEmpty();
    }

    @Test
    void shouldStartParkedRequestsInTheOrderOfTheirArrival() {
        Scenario s = new Scenario();
        s.ask(s.request("ann", Action.DEPLOY, Map.of(), null, 1L, "a"));
        s.ask(s.request("ann", Action.DEPLOY, Map.of(), null, 1L, "b"));
        s.publish(environment(1, stage("0", container("a"), container("b"))));
        assertThat(s.orders()).containsExactly("RUNNING a");
        assertThat(s.queued()).containsExactly("r2");
    }

    @Test
    void shouldSayWhatIsWrongInWords() {
        Scenario s = environmentOfAll().ask(Action.STOP, "api");
        assertThat(((PipelineCommand.Reject) s.commands().getFirst()).rejected().message())
                .isEqualTo("STOP is not possible for service 'api': its state is READY.");
    }

    private static DeployRejected.Reason rejection(Scenario s) {
        assertThat(s.commands()).hasSize(1);
        return ((PipelineCommand.Reject) s.commands().getFirst()).rejected().reason();
    }
}
