package io.slipway.orchestrator.domain;

import static io.slipway.orchestrator.domain.Specs.container;
import static io.slipway.orchestrator.domain.Specs.environment;
import static io.slipway.orchestrator.domain.Specs.job;
import static io.slipway.orchestrator.domain.Specs.stage;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.slipway.events.EventJson;
import io.slipway.events.request.Action;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.events.work.WorkloadCompleted;
import io.slipway.orchestrator.domain.state.EnvironmentState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class EnvironmentLifeTest {

    @Test
    void shouldDescribeTheEnvironmentOnlyWhenItsShapeChanges() {
        Scenario s = Scenario.of(environment(1, stage("0", container("a"))));
        assertThat(s.statuses).hasSize(1).first().isInstanceOf(StatusEvent.EnvironmentDescribed.class);
        s.publish(environment(2, stage("0", container("a", "2.0"))));
        assertThat(s.commands()).isEmpty();
        assertThat(s.state.spec().version()).isEqualTo(2);
        s.publish(environment(3, stage("0"), stage("1", container("a", "2.0"))));
        assertThat(s.statuses).hasSize(2);
        s.publish(environment(2, stage("0", container("old"))));
        assertThat(s.commands()).isEmpty();
        assertThat(s.state.spec().version()).isEqualTo(3);
    }

    @Test
    void shouldNumberStatusEventsWithoutGaps() {
        Scenario s = Scenario.of(stage("0", container("a")), stage("1", container("b")))
                .ask(Action.DEPLOY)
                .ask(Action.STOP)
                .reached("a", "b")
                .cancel()
                .rolledBack("b");
        assertThat(s.statuses)
                .extracting(StatusEvent::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, s.statuses.size()).boxed().toList());
    }

    @Test
    void shouldTellOfEachStageOfADeployment() {
        Scenario s = Scenario.of(stage("0", container("a")), stage("1", container("b")))
                .ask(Action.DEPLOY)
                .reached("a", "b");
        assertThat(s.statuses.stream()
                        .filter(StatusEvent.DeploymentChanged.class::isInstance)
                        .map(status -> ((StatusEvent.DeploymentChanged) status).deployment()))
                .extracting(StatusEvent.Deployment::phase, StatusEvent.Deployment::activeStageId)
                .containsExactly(
                        Tuple.tuple(Phase.ONGOING, "0"),
                        Tuple.tuple(Phase.ONGOING, "1"),
                        Tuple.tuple(Phase.SUCCEEDED, null));
        assertThat(s.deployment().deployment().endedAt()).isEqualTo(s.now);
        assertThat(s.deployment().deployment().serviceIds()).containsExactly("a", "b");
    }

    @Test
    void shouldAbandonEverythingWhenTheEnvironmentIsForgotten() {
        Scenario s = Scenario.of(stage("0", container("a"), job("seed", JobEvent.START)))
                .ask(Action.DEPLOY)
                .ask(Action.STOP);
        s.ask(s.request("ann", Action.DEPLOY, Map.of(), null, 9L)).forget();
        assertThat(s.orders())
                .containsExactly(
                        "reject r2 UNKNOWN_ENVIRONMENT", "reject r3 UNKNOWN_ENVIRONMENT", "cancel a", "cancel seed");
        assertThat(s.deployment().deployment().phase()).isEqualTo(Phase.CANCELED);
        assertThat(s.statuses.getLast()).isInstanceOf(StatusEvent.EnvironmentForgotten.class);
        assertThat(s.state.spec()).isNull();
        assertThat(s.state.run()).isNull();
        assertThat(s.state.services()).isEmpty();
        assertThat(s.forget().commands()).isEmpty();
        assertThat(s.reached("a").commands()).isEmpty();
        assertThat(s.ask(Action.DEPLOY).orders()).containsExactly("reject r4 UNKNOWN_ENVIRONMENT");
    }

    @Test
    void shouldGoOnCountingWhenAForgottenEnvironmentComesBack() {
        Scenario s = Scenario.of(stage("0", container("a"))).ask(Action.DEPLOY).forget();
        long attempt = s.ref("a").attempt();
        long sequence = s.statuses.getLast().sequence();
        s.publish(environment(1, stage("0", container("a")))).ask(Action.DEPLOY);
        assertThat(s.ref("a").attempt()).isGreaterThan(attempt);
        assertThat(s.statuses.getLast().sequence()).isGreaterThan(sequence);
    }

    @Test
    void shouldSendAnswersForUnknownEnvironmentsToTheDeadLetters() {
        Scenario known = Scenario.of(stage("0", container("a"))).ask(Action.DEPLOY);
        Scenario s = new Scenario();
        s.commanded.putAll(known.commanded);
        assertThat(s.reached("a").orders()).containsExactly("dead letter");
        assertThat(s.forget().commands()).isEmpty();
        assertThat(s.state.blank()).isTrue();
    }

    @Test
    void shouldForgetServicesAndOutputsThatAreGone() {
        Scenario s = Scenario.of(stage("0", container("a"), job("seed", JobEvent.START)))
                .ask(Action.DEPLOY)
                .reached("a")
                .ran("seed", "URL", "x")
                .publish(environment(2, stage("0", container("a"))));
        assertThat(s.state.services()).containsOnlyKeys("a");
        assertThat(s.state.outputs()).isEmpty();
    }

    @Test
    void shouldKeepWhatTheRunningDeploymentNeedsOfTheOldConfigurationUntilItEnds() {
        Scenario s = Scenario.of(
                        stage("0", job("seed", JobEvent.START)), stage("1", container("a")), stage("2", container("b")))
                .ask(Action.DEPLOY, "seed")
                .ran("seed", "URL", "x")
                .ask(Action.DEPLOY, "a", "b")
                .publish(environment(2, stage("2", container("b"))))
                .reached("a");
        assertThat(s.orders()).containsExactly("RUNNING b");
        assertThat(s.variable("b", "URL")).isEqualTo("x");
        assertThat(s.state.services()).containsOnlyKeys("seed", "a");
        s.reached("b");
        assertThat(s.state.services()).containsOnlyKeys("b");
        assertThat(s.state.outputs()).isEmpty();
    }

    @Test
    void shouldIgnoreAConfigurationVersionThatItHas() {
        Scenario s = Scenario.of(environment(1, stage("0", container("a"))))
                .publish(environment(1, stage("0", container("other"))));
        assertThat(s.commands()).isEmpty();
        assertThat(s.state.spec().service("a")).isPresent();
    }

    @Test
    void shouldForgetOutputsAndServicesWithTheEnvironment() {
        Scenario s = Scenario.of(stage("0", job("seed", JobEvent.START)))
                .ask(Action.DEPLOY)
                .ran("seed", "URL", "x")
                .forget()
                .publish(environment(1, stage("0", job("seed", JobEvent.START))));
        assertThat(s.state.outputs()).isEmpty();
        assertThat(s.state.services()).isEmpty();
    }

    @Test
    void shouldKeepTheReferencesOfPartsThatDidNotChange() {
        Scenario s = Scenario.of(stage("0", container("a"), container("b"))).ask(Action.DEPLOY);
        EnvironmentState before = Scenario.crashed(s.state);
        EnvironmentState next = Orchestrator.decide(
                        before,
                        new PipelineEvent.WorkloadFinished(
                                new WorkloadCompleted(
                                        s.ref("a"), new WorkloadCompleted.Result.Reached(true, List.of()), s.now),
                                s.now),
                        s.limits)
                .next();
        assertThat(next.spec()).isSameAs(before.spec());
        assertThat(next.outputs()).isSameAs(before.outputs());
        assertThat(next.admission()).isSameAs(before.admission());
        assertThat(next.run().plan()).isSameAs(before.run().plan());
        assertThat(next.run().spec()).isSameAs(before.run().spec());
        assertThat(next.run().progress()).isNotEqualTo(before.run().progress());
    }

    @Test
    void shouldNeedOnlyAFewKilobytesForTheProgressOfManyServices() throws JsonProcessingException {
        List<Specs.Sketch> services = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            services.add(container(new UUID(i, i).toString()));
        }
        Scenario s =
                Scenario.of(stage("0", services.toArray(Specs.Sketch[]::new))).ask(Action.DEPLOY);
        assertThat(EventJson.mapper()
                        .writeValueAsString(s.state.run().progress())
                        .length())
                .isLessThan(4096);
    }
}
