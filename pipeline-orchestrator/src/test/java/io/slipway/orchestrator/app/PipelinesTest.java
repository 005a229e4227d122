package io.slipway.orchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.events.request.Action;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.request.Origin;
import io.slipway.events.request.Requester;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepRef;
import io.slipway.events.work.WorkloadCompleted;
import io.slipway.orchestrator.Specs;
import io.slipway.orchestrator.domain.Limits;
import io.slipway.orchestrator.domain.PipelineCommand;
import io.slipway.orchestrator.domain.PipelineEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PipelinesTest {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant DEADLINE = T0.plus(Limits.DEFAULT.workloadDeadline());
    private static final Cause RECORD = new Cause("trace-of-the-record", T0);

    private final FakeJournal journal = new FakeJournal();
    private final RecordingObserver observer = new RecordingObserver();
    private final Pipelines pipelines = new Pipelines(journal, Limits.DEFAULT, observer);

    @Test
    void shouldCountWhatRunsAndWaits() {
        publish("env");
        ask("env", "d1", Action.DEPLOY);
        ask("env", "d2", Action.STOP);

        assertThat(observer.running).isEqualTo(1);
        assertThat(observer.queued).isEqualTo(1);
        assertThat(observer.deploying).isEqualTo(2);
    }

    @Test
    void shouldCountNothingOnceThePartitionHasGone() {
        publish("env");
        ask("env", "d1", Action.DEPLOY);

        pipelines.close();

        assertThat(observer.running).isZero();
        assertThat(observer.deploying).isZero();
        assertThat(pipelines.waiting()).isFalse();
    }

    @Test
    void shouldTakeUpWhatTheJournalKnows() {
        publish("env");
        ask("env", "d1", Action.DEPLOY);
        RecordingObserver other = new RecordingObserver();
        Pipelines again = new Pipelines(journal, Limits.DEFAULT, other);

        again.open();

        assertThat(other.running).isEqualTo(1);
        assertThat(again.waiting()).isTrue();
        assertThat(again.tick(DEADLINE)).isTrue();
        assertThat(other.running).isZero();
    }

    @Test
    void shouldTickOnlyEnvironmentsWhoseDeadlineHasPassed() {
        publish("early");
        ask("early", "d1", Action.DEPLOY);
        publish("late");
        pipelines.handle(
                new PipelineEvent.DeploymentAsked(request("late", "d2", Action.DEPLOY), T0.plusSeconds(10)), RECORD);
        journal.written.clear();

        assertThat(pipelines.tick(DEADLINE.minusMillis(1))).isFalse();
        assertThat(pipelines.tick(DEADLINE)).isTrue();

        assertThat(journal.written)
                .extracting(change -> change.event().environmentId())
                .containsOnly("early");
    }

    @Test
    void shouldWaitForNothingWhenNothingRuns() {
        publish("env");

        assertThat(pipelines.waiting()).isFalse();
        assertThat(pipelines.tick(DEADLINE)).isFalse();
    }

    @Test
    void shouldWriteNothingWhenTheChangeCannotBeWritten() {
        publish("env");
        Environment before = journal.environments.get("env");
        journal.onPrepare = new IllegalStateException("too large");

        assertThatThrownBy(() -> ask("env", "d1", Action.DEPLOY))
                .isInstanceOf(UndecidedException.class)
                .hasMessageContaining("too large");

        assertThat(journal.environments.get("env")).isSameAs(before);
        assertThat(observer.undecided).hasSize(1);
        assertThat(observer.running).isZero();
    }

    @Test
    void shouldNotHideThatTheJournalIsBroken() {
        journal.onLoad = new IllegalStateException("the store is gone");
        journal.broken = true;

        assertThatThrownBy(() -> publish("env")).isSameAs(journal.onLoad);
        assertThat(observer.undecided).isEmpty();
    }

    @Test
    void shouldPutATickOffThatCannotBeDecided() {
        publish("env");
        ask("env", "d1", Action.DEPLOY);
        journal.onPrepare = new IllegalStateException("an error in Slipway");

        assertThat(pipelines.tick(DEADLINE)).isFalse();
        assertThat(pipelines.tick(DEADLINE.plusSeconds(29))).isFalse();
        assertThat(observer.undecided).hasSize(1);

        journal.onPrepare = null;
        assertThat(pipelines.tick(DEADLINE.plusSeconds(30))).isTrue();
        assertThat(observer.running).isZero();
    }

    @Test
    void shouldMeasureStepsFromTheirCommandToTheirResult() {
        publish("env");
        Change started = ask("env", "d1", Action.DEPLOY);
        List<StepRef> steps = steps(started);
        answer(steps.get(0), new WorkloadCompleted.Result.Reached(false, List.of()), Duration.ofSeconds(3));
        answer(
                steps.get(1),
                new WorkloadCompleted.Result.Failed(new StepFailure(StepFailure.Reason.CRASHED, "")),
                Duration.ofSeconds(4));
        // Twice: it is measured once.
        answer(steps.get(1), new WorkloadCompleted.Result.Canceled(), Duration.ofSeconds(5));

        assertThat(observer.steps).containsExactly("WORKLOAD succeeded PT3S", "WORKLOAD failed PT4S");
    }

    @Test
    void shouldKeepTracesAsLongAsTheirRequestsWaitOrRun() {
        publish("env");
        pipelines.handle(
                new PipelineEvent.DeploymentAsked(request("env", "d1", Action.DEPLOY), T0), new Cause("first", T0));
        Change second = pipelines.handle(
                new PipelineEvent.DeploymentAsked(request("env", "d2", Action.STOP), T0), new Cause("second", T0));

        assertThat(second.after().traces()).isEqualTo(Map.of("d1", "first", "d2", "second"));

        pipelines.tick(DEADLINE);
        assertThat(journal.environments.get("env").traces()).isEqualTo(Map.of("d2", "second"));
        pipelines.tick(DEADLINE.plus(Limits.DEFAULT.workloadDeadline()));
        assertThat(journal.environments.get("env").traces()).isEmpty();
    }

    @Test
    void shouldGiveCommandsTheTraceOfTheirRequestAndNotOfTheRecordThatLedToThem() {
        publish("env");
        Change started = pipelines.handle(
                new PipelineEvent.DeploymentAsked(request("env", "d1", Action.DEPLOY), T0), new Cause("first", T0));

        Change answered = answer(
                steps(started).getFirst(),
                new WorkloadCompleted.Result.Reached(false, List.of()),
                Duration.ofSeconds(1));

        assertThat(answered.outputs()).isNotEmpty().allSatisfy(output -> {
            assertThat(output.traceparent()).isEqualTo("first");
            assertThat(output.deploymentId()).isEqualTo("d1");
        });
    }

    @Test
    void shouldGiveARejectionTheTraceOfItsRequest() {
        Change rejected = ask("nobody", "d1", Action.DEPLOY);

        assertThat(rejected.outputs())
                .filteredOn(output -> output.command() instanceof PipelineCommand.Reject)
                .singleElement()
                .satisfies(output -> assertThat(output.traceparent()).isEqualTo("trace-of-the-record"));
    }

    private void publish(String environment) {
        pipelines.handle(new PipelineEvent.SpecPublished(Specs.containers(environment, 1, 2), T0), RECORD);
    }

    private Change ask(String environment, String id, Action action) {
        return pipelines.handle(new PipelineEvent.DeploymentAsked(request(environment, id, action), T0), RECORD);
    }

    private Change answer(StepRef step, WorkloadCompleted.Result result, Duration after) {
        Instant at = T0.plus(after);
        return pipelines.handle(
                new PipelineEvent.WorkloadFinished(new WorkloadCompleted(step, result, at), at),
                new Cause("trace-of-the-worker", at));
    }

    private static List<StepRef> steps(Change change) {
        return change.outputs().stream()
                .map(Change.Output::command)
                .filter(PipelineCommand.RunWorkload.class::isInstance)
                .map(command ->
                        ((PipelineCommand.RunWorkload) command).request().step())
                .toList();
    }

    private static DeployRequested request(String environment, String id, Action action) {
        return new DeployRequested(
                id, environment, action, List.of(), Map.of(), null, null, new Requester("ada", Origin.API), T0);
    }
}
