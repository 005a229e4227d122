package io.slipway.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.events.work.Endpoint;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.runtime.WorkloadRuntime.Applied;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link WorkloadRuntime} has to do. */
public abstract class WorkloadRuntimeContract {

    protected static final Duration SOON = Duration.ofSeconds(100);

    protected final ServiceKey service =
            new ServiceKey(UUID.randomUUID().toString(), UUID.randomUUID().toString());
    private WorkloadRuntime runtime;
    private long attempts;

    /** A runtime on the same cluster as those before, as after the worker's restart. */
    protected abstract WorkloadRuntime newRuntime();

    /** Ends the newest runtime as kill -9 would. */
    protected abstract void crash();

    /** A service of which {@code instances} get ready and answer with {@code version}. */
    protected abstract Workload.Service working(String version, int instances);

    /** As {@link #working}, but its process ends with 1 after it wrote {@code cannot go on}. */
    protected abstract Workload.Service crashing();

    /** As {@link #working}, but never ready. */
    protected abstract Workload.Service hanging();

    /** As {@link #working}, but ready only after {@link #letGo}. */
    protected abstract Workload.Service waiting();

    /** Lets the instances get ready that wait. */
    protected abstract void letGo();

    /** As {@link #working}, but there is no such image. */
    protected abstract Workload.Service missing();

    /** Ids of the instances that serve now. */
    protected abstract List<String> serving();

    /** Ids of instances that were created and do not serve. */
    protected abstract List<String> candidates();

    /** Whether the process of an instance runs that does not serve. */
    protected abstract boolean candidateRuns();

    /** The version that the instances which serve are of; empty if none serves. */
    protected abstract String version();

    /** What the addresses of published ports begin with. */
    protected String address() {
        return "http://127.0.0.1:";
    }

    /** Long enough for an instance to be made and started, but not more: so long the test waits for nothing. */
    protected Duration untilStarted() {
        return Duration.ofSeconds(2);
    }

    /** Whether an instance that is restarted is the same one afterwards, and not another in its place. */
    protected boolean restartsInPlace() {
        return true;
    }

    @BeforeEach
    void start() {
        runtime = newRuntime();
    }

    protected StepRef step(long attempt) {
        return new StepRef(service.environmentId(), "deployment", service.serviceId(), StepKind.WORKLOAD, attempt);
    }

    protected StepRef next() {
        return step(++attempts);
    }

    protected WorkloadRuntime runtime() {
        return runtime;
    }

    protected CompletionStage<Applied> apply(StepRef step, Workload workload) {
        return runtime.apply(step, workload, Instant.now().plus(SOON), StepLog.NONE);
    }

    private void restartWorker() {
        crash();
        runtime = newRuntime();
    }

    @Test
    void shouldRunServiceAndTellWhereItIsReachable() {
        Applied applied = Stages.get(apply(next(), working("one", 1)));

        assertThat(applied.unchanged()).isFalse();
        assertThat(applied.endpoints()).hasSize(1);
        Endpoint endpoint = applied.endpoints().getFirst();
        assertThat(endpoint.portName()).isEqualTo("web");
        assertThat(endpoint.internalPort()).isEqualTo(8080);
        assertThat(endpoint.isDefault()).isTrue();
        assertThat(endpoint.url()).startsWith(address());
        assertThat(version()).isEqualTo("one");
        assertThat(serving()).hasSize(1);
        assertThat(candidates()).isEmpty();
    }

    @Test
    void shouldTouchNothingWhenNothingChanged() {
        Applied first = Stages.get(apply(next(), working("one", 2)));
        List<String> before = serving();

        Applied again = Stages.get(apply(next(), working("one", 2)));

        assertThat(again.unchanged()).isTrue();
        assertThat(again.endpoints()).isEqualTo(first.endpoints());
        assertThat(serving()).hasSize(2).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void shouldReplaceInstancesWhenTheServiceChanged() {
        Stages.get(apply(next(), working("one", 1)));
        List<String> before = serving();

        Applied applied = Stages.get(apply(next(), working("two", 1)));

        assertThat(applied.unchanged()).isFalse();
        assertThat(version()).isEqualTo("two");
        assertThat(serving()).hasSize(1).doesNotContainAnyElementsOf(before);
    }

    @Test
    void shouldOnlyAddOrRemoveInstancesWhenTheirNumberChanges() {
        Stages.get(apply(next(), working("one", 1)));
        List<String> one = serving();

        Applied more = Stages.get(apply(next(), working("one", 3)));
        List<String> three = serving();
        Stages.get(apply(next(), working("one", 2)));

        assertThat(more.unchanged()).isFalse();
        assertThat(three).hasSize(3).containsAll(one);
        assertThat(serving()).hasSize(2).isSubsetOf(three);
    }

    @Test
    void shouldKeepPreviousVersionWhenTheNewOneCrashes() {
        Stages.get(apply(next(), working("one", 1)));
        List<String> before = serving();
        Lines log = new Lines();

        StepFailure failure = Stages.stepFailure(
                runtime.apply(next(), crashing(), Instant.now().plus(SOON), log));

        assertThat(failure.reason()).isEqualTo(Reason.CRASHED);
        assertThat(failure.message()).contains("exit code 1").contains("cannot go on");
        assertThat(log.all()).contains("cannot go on");
        assertThat(version()).isEqualTo("one");
        assertThat(serving()).isEqualTo(before);
        assertThat(candidates()).isEmpty();
    }

    @Test
    void shouldKeepPreviousVersionWhenTheNewOneIsNotReadyInTime() {
        Stages.get(apply(next(), working("one", 1)));
        List<String> before = serving();

        StepFailure failure = Stages.stepFailure(
                runtime.apply(next(), hanging(), Instant.now().plus(untilStarted()), StepLog.NONE));

        assertThat(failure.reason()).isEqualTo(Reason.NOT_READY);
        assertThat(failure.message()).contains("not ready");
        assertThat(serving()).isEqualTo(before);
        assertThat(candidates()).isEmpty();
    }

    @Test
    void shouldLeaveNothingWhenTheFirstVersionFails() {
        assertThat(Stages.stepFailure(apply(next(), crashing())).reason()).isEqualTo(Reason.CRASHED);

        assertThat(serving()).isEmpty();
        assertThat(candidates()).isEmpty();
    }

    @Test
    void shouldFailWhenThereIsNoImage() {
        StepFailure failure = Stages.stepFailure(apply(next(), missing()));

        assertThat(failure.reason()).isEqualTo(Reason.IMAGE_UNAVAILABLE);
        assertThat(failure.message()).contains(missing().image().reference());
    }

    @Test
    void shouldRestorePreviousVersionWhenCancelled() {
        Stages.get(apply(next(), working("one", 1)));
        List<String> before = serving();
        StepRef step = next();
        CompletionStage<Applied> rollout = apply(step, hanging());
        await().atMost(SOON).until(this::candidateRuns);

        Stages.get(runtime.cancel(step));

        assertThat(Stages.failure(rollout)).isInstanceOf(CancellationException.class);
        assertThat(serving()).isEqualTo(before);
        assertThat(candidates()).isEmpty();
        assertThat(version()).isEqualTo("one");
    }

    @Test
    void shouldDoNothingWhenAnUnknownStepIsCancelled() {
        Stages.get(apply(next(), working("one", 1)));
        List<String> before = serving();

        Stages.get(runtime.cancel(step(99)));

        assertThat(serving()).isEqualTo(before);
    }

    @Test
    void shouldStopAndComeBackWithTheSameAddress() {
        Applied first = Stages.get(apply(next(), working("one", 1)));

        Applied stopped = Stages.get(runtime.stop(next(), StepLog.NONE));
        assertThat(stopped.unchanged()).isFalse();
        assertThat(serving()).isEmpty();
        assertThat(Stages.get(runtime.stop(next(), StepLog.NONE)).unchanged()).isTrue();

        Applied back = Stages.get(apply(next(), working("one", 1)));
        assertThat(back.unchanged()).isFalse();
        assertThat(back.endpoints()).isEqualTo(first.endpoints());
        assertThat(version()).isEqualTo("one");
        assertThat(serving()).hasSize(1);
    }

    @Test
    void shouldStayStoppedWhenTheDeploymentOfAStoppedServiceFails() {
        Stages.get(apply(next(), working("one", 1)));
        Stages.get(runtime.stop(next(), StepLog.NONE));

        Stages.stepFailure(apply(next(), crashing()));

        assertThat(serving()).isEmpty();
        assertThat(candidates()).isEmpty();
    }

    @Test
    void shouldRestartInstances() {
        Workload.Service workload = working("one", 2);
        Applied first = Stages.get(apply(next(), workload));
        List<String> before = serving();

        Applied restarted =
                Stages.get(runtime.restart(next(), workload, Instant.now().plus(SOON), StepLog.NONE));

        assertThat(restarted.unchanged()).isFalse();
        assertThat(restarted.endpoints()).isEqualTo(first.endpoints());
        if (restartsInPlace()) {
            assertThat(serving()).isEqualTo(before);
        } else {
            assertThat(serving()).hasSize(2).doesNotContainAnyElementsOf(before);
        }
        assertThat(version()).isEqualTo("one");
    }

    @Test
    void shouldDeleteAndSucceedWhenThereIsNothingToDelete() {
        Stages.get(apply(next(), working("one", 2)));

        assertThat(Stages.get(runtime.delete(next(), StepLog.NONE)).unchanged()).isFalse();
        assertThat(serving()).isEmpty();
        assertThat(Stages.get(runtime.delete(next(), StepLog.NONE)).unchanged()).isTrue();
    }

    @Test
    void shouldRefuseStepOlderThanTheNewestOne() {
        StepRef older = next();
        Stages.get(apply(next(), working("two", 1)));

        assertThat(Stages.failure(apply(older, working("one", 1)))).isInstanceOf(StaleStepException.class);
        assertThat(Stages.failure(runtime.stop(older, StepLog.NONE))).isInstanceOf(StaleStepException.class);
        assertThat(version()).isEqualTo("two");
    }

    @Test
    void shouldRefuseOlderStepAfterTheWorkersRestart() {
        StepRef older = next();
        Stages.get(apply(next(), working("two", 1)));
        restartWorker();

        assertThat(Stages.failure(apply(older, working("one", 1)))).isInstanceOf(StaleStepException.class);
        assertThat(version()).isEqualTo("two");
    }

    @Test
    void shouldAnswerTheSameWhenAFinishedStepIsAskedForAgainAfterTheWorkersRestart() {
        StepRef step = next();
        Applied first = Stages.get(apply(step, working("one", 1)));
        List<String> before = serving();
        restartWorker();

        Applied again = Stages.get(apply(step, working("one", 1)));

        assertThat(again.endpoints()).isEqualTo(first.endpoints());
        assertThat(serving()).isEqualTo(before);
    }

    @Test
    void shouldAdoptWhatARolloutCreatedBeforeTheWorkersRestart() {
        Stages.get(apply(next(), working("one", 1)));
        StepRef step = next();
        var _ = apply(step, waiting());
        await().atMost(SOON).until(this::candidateRuns);
        List<String> created = candidates();
        restartWorker();

        CompletionStage<Applied> adopted = apply(step, waiting());
        letGo();

        assertThat(Stages.get(adopted).unchanged()).isFalse();
        assertThat(serving()).isEqualTo(created);
        assertThat(candidates()).isEmpty();
    }

    @Test
    void shouldCleanUpAfterACancelledRolloutOfTheFormerProcess() {
        Stages.get(apply(next(), working("one", 1)));
        List<String> before = serving();
        StepRef step = next();
        var _ = apply(step, hanging());
        await().atMost(SOON).until(this::candidateRuns);
        restartWorker();

        Stages.get(runtime.cancel(step));

        assertThat(candidates()).isEmpty();
        assertThat(serving()).isEqualTo(before);
    }

    @Test
    void shouldRemoveWhatAnAbandonedRolloutLeftWhenTheNextOneComes() {
        Stages.get(apply(next(), working("one", 1)));
        var _ = apply(next(), hanging());
        await().atMost(SOON).until(this::candidateRuns);
        restartWorker();

        Stages.get(apply(next(), working("two", 1)));

        assertThat(candidates()).isEmpty();
        assertThat(serving()).hasSize(1);
        assertThat(version()).isEqualTo("two");
    }
}
