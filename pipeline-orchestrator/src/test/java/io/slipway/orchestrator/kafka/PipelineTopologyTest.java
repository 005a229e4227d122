package io.slipway.orchestrator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.Event;
import io.slipway.events.TopicCatalog;
import io.slipway.events.TopicDescriptor;
import io.slipway.events.request.Action;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.events.work.WorkCancelled;
import io.slipway.events.work.WorkloadRequested;
import io.slipway.orchestrator.Specs;
import io.slipway.orchestrator.domain.Limits;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class PipelineTopologyTest {

    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void shouldTakeAnEnvironmentStageByStageToDeployed() {
        try (Rig rig = new Rig()) {
            RigWorkers workers = new RigWorkers(rig);
            rig.publish(Specs.shop("env", 1));
            rig.ask(Action.DEPLOY, "env", "d1");

            workers.answerAll();

            List<StatusEvent> statuses = rig.statuses();
            assertThat(last(statuses).phase()).isEqualTo(StatusEvent.Phase.SUCCEEDED);
            assertThat(finalStates(statuses)).hasSize(9).containsOnly(DeploymentState.DEPLOYED);
            assertThat(workers.steps.stream().map(StepRef::serviceId).distinct())
                    .startsWith("env-db", "env-seed")
                    .hasSize(9);
            assertThat(workers.builds).hasSize(6);
            assertThat(workers.workloads).hasSize(8);
            assertThat(workers.jobs).hasSize(1);
            assertThat(workers.mostInFlight).isEqualTo(Limits.DEFAULT.buildParallelism());
            assertThat(statuses.stream().mapToLong(StatusEvent::sequence))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, statuses.size()).boxed().toList());
        }
    }

    @Test
    void shouldHandOutputsOfAJobToTheServicesOfLaterStages() {
        try (Rig rig = new Rig()) {
            RigWorkers workers = new RigWorkers(rig);
            rig.publish(Specs.shop("env", 1));
            rig.ask(Action.DEPLOY, "env", "d1");

            workers.answerAll();

            WorkloadRequested proxy = workers.workloads.stream()
                    .filter(workload -> workload.step().serviceId().equals("env-proxy"))
                    .findFirst()
                    .orElseThrow();
            assertThat(proxy.variables())
                    .anySatisfy(variable -> assertThat(variable.key()).isEqualTo("SEED"))
                    .anySatisfy(variable -> assertThat(variable.key()).isEqualTo("GREETING"));
        }
    }

    @Test
    void shouldKeyCommandsByServiceAndEverythingElseByEnvironment() {
        try (Rig rig = new Rig()) {
            rig.publish(Specs.containers("env", 1, 2));
            rig.ask(Action.DEPLOY, "env", "d1");

            assertThat(rig.records("workload.requested"))
                    .extracting(record -> record.key())
                    .containsExactly("env-c0", "env-c1");
            assertThat(rig.records("service.status"))
                    .isNotEmpty()
                    .allSatisfy(record -> assertThat(record.key()).isEqualTo("env"));
        }
    }

    @Test
    void shouldGiveEventsIdsThatFollowFromWhatTheyAreAbout() {
        try (Rig rig = new Rig()) {
            rig.publish(Specs.containers("env", 1, 1));
            rig.ask(Action.DEPLOY, "env", "d1");

            Event<WorkloadRequested> command =
                    rig.events(TopicCatalog.WORKLOAD_REQUESTED).getFirst();
            assertThat(command.id())
                    .isEqualTo("env-attempt-" + command.data().step().attempt());
            assertThat(command.subject()).isEqualTo("env-c0");
            assertThat(command.deploymentId()).isEqualTo("d1");
            assertThat(command.source()).isEqualTo("/slipway/pipeline-orchestrator");
            assertThat(rig.events(TopicCatalog.SERVICE_STATUS))
                    .allSatisfy(event -> assertThat(event.id())
                            .isEqualTo("env-" + event.data().sequence()));
        }
    }

    @Test
    void shouldCarryTheTraceOfTheRequestThroughTheWholeDeployment() {
        try (Rig rig = new Rig()) {
            rig.publish(Specs.containers("env", 1, 5));
            rig.send(TopicCatalog.DEPLOY_REQUESTED, "env", rig.request(Action.DEPLOY, "env", "d1"), TRACE);
            List<Event<WorkloadRequested>> first = rig.events(TopicCatalog.WORKLOAD_REQUESTED);
            // The results carry no trace: the deployment's is known from its request.
            new RigWorkers(rig).reached(first.getFirst().data().step());

            assertThat(first).hasSize(4);
            assertThat(rig.events(TopicCatalog.WORKLOAD_REQUESTED))
                    .hasSize(1)
                    .allSatisfy(event -> assertThat(event.traceparent()).isEqualTo(TRACE));
            assertThat(rig.events(TopicCatalog.SERVICE_STATUS).stream()
                            .filter(event -> "d1".equals(event.deploymentId())))
                    .isNotEmpty()
                    .allSatisfy(event -> assertThat(event.traceparent()).isEqualTo(TRACE));
        }
    }

    @Test
    void shouldKeepTheTraceOfAQueuedRequestUntilItsTurn() {
        String other = TRACE.replace("0af7", "1bf8");
        try (Rig rig = new Rig()) {
            RigWorkers workers = new RigWorkers(rig);
            rig.publish(Specs.containers("env", 1, 1));
            rig.send(TopicCatalog.DEPLOY_REQUESTED, "env", rig.request(Action.DEPLOY, "env", "d1"), TRACE);
            rig.send(TopicCatalog.DEPLOY_REQUESTED, "env", rig.request(Action.STOP, "env", "d2"), other);
            workers.answerOne();

            Event<WorkloadRequested> stop =
                    rig.events(TopicCatalog.WORKLOAD_REQUESTED).getFirst();
            assertThat(stop.deploymentId()).isEqualTo("d2");
            assertThat(stop.traceparent()).isEqualTo(other);
        }
    }

    @Test
    void shouldServeARequestOnceHoweverOftenItComes() {
        try (Rig rig = new Rig()) {
            RigWorkers workers = new RigWorkers(rig);
            rig.publish(Specs.containers("env", 1, 1));
            rig.ask(Action.DEPLOY, "env", "d1");
            rig.ask(Action.DEPLOY, "env", "d1");
            workers.answerAll();
            rig.ask(Action.DEPLOY, "env", "d1");
            workers.answerAll();

            assertThat(workers.workloads).hasSize(1);
        }
    }

    @Test
    void shouldIgnoreAResultThatComesAgain() {
        try (Rig rig = new Rig()) {
            RigWorkers workers = new RigWorkers(rig);
            rig.publish(Specs.containers("env", 1, 6));
            rig.ask(Action.DEPLOY, "env", "d1");
            workers.take();
            workers.answerOne();
            rig.statuses();

            workers.reached(workers.steps.getFirst());

            assertThat(rig.records("service.status")).isEmpty();
            assertThat(workers.take()).isEqualTo(4);
            assertThat(rig.deadLetters("workload.completed")).isEmpty();
        }
    }

    @Test
    void shouldGiveAStepUpWhenItsDeadlineHasPassed() {
        try (Rig rig = new Rig()) {
            rig.publish(Specs.containers("env", 1, 1));
            rig.ask(Action.DEPLOY, "env", "d1");
            StepRef step = rig.data(TopicCatalog.WORKLOAD_REQUESTED).getFirst().step();

            rig.pass(Limits.DEFAULT.workloadDeadline().minusSeconds(1));
            assertThat(rig.data(TopicCatalog.WORK_CANCELLED)).isEmpty();
            rig.pass(Duration.ofSeconds(1));

            assertThat(rig.data(TopicCatalog.WORK_CANCELLED))
                    .extracting(WorkCancelled::step)
                    .containsExactly(step);
            List<StatusEvent> statuses = rig.statuses();
            assertThat(failures(statuses))
                    .extracting(StepFailure::reason)
                    .containsExactly(StepFailure.Reason.DEADLINE_EXCEEDED);
            assertThat(last(statuses).phase()).isEqualTo(StatusEvent.Phase.FAILED);
        }
    }

    @Test
    void shouldGoOnAfterARestartWhereItStopped() {
        KeptStore store = new KeptStore();
        List<StepRef> steps;
        Rig before = new Rig(store, Rig.START);
        try (before) {
            RigWorkers workers = new RigWorkers(before);
            before.publish(Specs.shop("env", 1));
            before.ask(Action.DEPLOY, "env", "d1");
            for (int i = 0; i < 5; i++) {
                workers.answerOne();
            }
            workers.take();
            steps = workers.steps;
        }
        try (Rig rig = new Rig(store, before.now())) {
            RigWorkers workers = new RigWorkers(rig);
            steps.stream().filter(step -> step.kind() == StepKind.BUILD).forEach(workers::built);
            workers.answerAll();

            assertThat(last(rig.statuses()).phase()).isEqualTo(StatusEvent.Phase.SUCCEEDED);
            assertThat(workers.steps)
                    .doesNotContainAnyElementsOf(steps)
                    .extracting(StepRef::attempt)
                    .doesNotHaveDuplicates()
                    .allSatisfy(attempt ->
                            assertThat(attempt).isGreaterThan(steps.getLast().attempt()));
        }
    }

    @Test
    void shouldKeepDeadlinesThroughARestart() {
        KeptStore store = new KeptStore();
        try (Rig before = new Rig(store, Rig.START)) {
            before.publish(Specs.containers("env", 1, 1));
            before.ask(Action.DEPLOY, "env", "d1");
        }
        try (Rig rig = new Rig(store, Rig.START.plus(Limits.DEFAULT.workloadDeadline()))) {
            rig.pass(Duration.ofMillis(250));

            assertThat(last(rig.statuses()).phase()).isEqualTo(StatusEvent.Phase.FAILED);
        }
    }

    @Test
    void shouldWriteOnlyTheSmallPartsForAResult() {
        try (Rig rig = new Rig()) {
            RigWorkers workers = new RigWorkers(rig);
            rig.publish(Specs.shop("env", 1));
            rig.ask(Action.DEPLOY, "env", "d1");
            rig.store.takeWritten();

            workers.answerOne();

            // Head, and the record of the database that settled.
            assertThat(rig.store.takeWritten()).containsExactlyInAnyOrder("h", "v");
        }
    }

    @Test
    void shouldWriteTheHeadAloneWhenNothingButTheProgressChanges() {
        try (Rig rig = new Rig()) {
            RigWorkers workers = new RigWorkers(rig);
            rig.publish(Specs.shop("env", 1));
            rig.ask(Action.DEPLOY, "env", "d1");
            workers.answerOne();
            workers.take();
            rig.store.takeWritten();

            workers.exited(workers.jobs.getFirst());

            assertThat(rig.store.takeWritten()).containsExactly("h");
        }
    }

    @Test
    void shouldNotWriteTheConfigurationOfARunningDeploymentUntilANewerOneComes() {
        try (Rig rig = new Rig()) {
            rig.publish(Specs.containers("env", 1, 1));
            rig.ask(Action.DEPLOY, "env", "d1");
            rig.store.takeWritten();

            rig.publish(Specs.containers("env", 2, 1));

            assertThat(rig.store.takeWritten()).contains("s", "r");
        }
    }

    @Test
    void shouldForgetAnEnvironmentButNotItsNumbers() {
        try (Rig rig = new Rig()) {
            RigWorkers workers = new RigWorkers(rig);
            rig.publish(Specs.containers("env", 1, 1));
            rig.ask(Action.DEPLOY, "env", "d1");
            workers.answerAll();
            List<StatusEvent> before = rig.statuses();

            rig.sendRaw("environment.spec", "env", null, new RecordHeaders());

            List<StatusEvent> forgotten = rig.statuses();
            assertThat(forgotten).hasSize(1).first().isInstanceOf(StatusEvent.EnvironmentForgotten.class);
            assertThat(forgotten.getFirst().sequence())
                    .isEqualTo(before.getLast().sequence() + 1);
            assertThat(rig.store.disk().keySet())
                    .extracting(key -> (char) key.get()[0])
                    .containsOnly('h', 'd');
        }
    }

    @Test
    void shouldNeverUseAnAttemptTwice() {
        try (Rig rig = new Rig()) {
            rig.publish(Specs.shop("env", 1));
            rig.ask(Action.DEPLOY, "env", "d1");
            RigWorkers workers = new RigWorkers(rig);
            workers.answerAll();
            rig.ask(Action.REDEPLOY, "env", "d2");
            workers.answerAll();

            List<Long> attempts = workers.steps.stream().map(StepRef::attempt).toList();
            assertThat(new HashSet<>(attempts)).hasSameSizeAs(attempts);
        }
    }

    @Test
    void shouldCreateEveryTopicThatItUses() {
        assertThat(TopicCatalog.all())
                .extracting(TopicDescriptor::name)
                .containsAll(Intake.topics())
                .containsAll(Outlet.topics().stream().map(TopicDescriptor::name).toList());
    }

    private static StatusEvent.Deployment last(List<StatusEvent> statuses) {
        return statuses.reversed().stream()
                .filter(StatusEvent.DeploymentChanged.class::isInstance)
                .map(StatusEvent.DeploymentChanged.class::cast)
                .findFirst()
                .orElseThrow()
                .deployment();
    }

    private static List<DeploymentState> finalStates(List<StatusEvent> statuses) {
        return statuses.stream()
                .filter(StatusEvent.ServiceChanged.class::isInstance)
                .map(status -> ((StatusEvent.ServiceChanged) status).state())
                .filter(DeploymentState::isFinal)
                .toList();
    }

    private static List<StepFailure> failures(List<StatusEvent> statuses) {
        return statuses.stream()
                .filter(StatusEvent.ServiceChanged.class::isInstance)
                .map(status -> Optional.ofNullable(((StatusEvent.ServiceChanged) status).failure()))
                .flatMap(Optional::stream)
                .toList();
    }
}
