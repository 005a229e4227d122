package io.slipway.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.RunSpec.Resources;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.runtime.JobRuntime.Job;
import io.slipway.runtime.JobRuntime.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link JobRuntime} has to do. */
public abstract class JobRuntimeContract {

    protected static final Duration SOON = Duration.ofSeconds(100);

    protected final ServiceKey service =
            new ServiceKey(UUID.randomUUID().toString(), UUID.randomUUID().toString());
    private JobRuntime runtime;
    private long attempts;

    /** What the process of a job does. */
    protected enum Behaviour {
        /** Writes {@code try} and ends with 0. */
        WORKS,
        /** Writes {@code cannot go on} and ends with 1. */
        CRASHES,
        /** Ends with 1 at the first try, with 0 at the second. */
        CRASHES_ONCE,
        /** Goes on until {@link #release}, then ends with 0. */
        WAITS,
        /** Has no image. */
        MISSING
    }

    /** A runtime on the same cluster as those before, as after the worker's restart. */
    protected abstract JobRuntime newRuntime();

    /** Ends the newest runtime as kill -9 would. */
    protected abstract void crash();

    /** An image that behaves so. */
    protected abstract ImageToRun image(Behaviour process);

    /** What makes it behave so. */
    protected abstract ProcessInput input(Behaviour process, StepRef step);

    /** Lets the process of {@code step} go on that waits. */
    protected abstract void release(StepRef step);

    /** Whether a process of {@code step} has been started and not ended. */
    protected abstract boolean running(StepRef step);

    /** Whether anything is left of the run. */
    protected abstract boolean exists(StepRef step);

    /** How many processes of {@code step} were ever started, as far as can be told. */
    protected abstract int started(StepRef step);

    @BeforeEach
    void start() {
        runtime = newRuntime();
    }

    protected StepRef next() {
        return new StepRef(service.environmentId(), "deployment", service.serviceId(), StepKind.JOB, ++attempts);
    }

    protected JobRuntime runtime() {
        return runtime;
    }

    protected Job job(StepRef step, Behaviour process, int maxRestarts, Duration maxDuration) {
        return new Job(
                step,
                Environments.ref(service),
                "seed",
                JobEvent.START,
                image(process),
                input(process, step),
                new Resources(500, 64),
                maxRestarts,
                maxDuration,
                Instant.now().plus(SOON));
    }

    private Outcome run(StepRef step, Behaviour process, int maxRestarts) {
        return Stages.get(runtime.run(job(step, process, maxRestarts, Duration.ZERO), StepLog.NONE));
    }

    private void restartWorker() {
        crash();
        runtime = newRuntime();
    }

    @Test
    void shouldRunJobAndTellWhereItsOutputIs() {
        StepRef step = next();
        Lines log = new Lines();

        Outcome outcome = Stages.get(runtime.run(job(step, Behaviour.WORKS, 0, Duration.ZERO), log));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Succeeded.class, succeeded -> {
            assertThat(succeeded.tries()).isEqualTo(1);
            assertThat(succeeded.exitCode()).isZero();
            assertThat(succeeded.output().path()).isEqualTo("/qovery-output/qovery-output.json");
            assertThat(succeeded.output().reference()).isNotBlank();
        });
        assertThat(log.all()).anyMatch(line -> line.contains("try"));
        assertThat(exists(step)).isTrue();
    }

    @Test
    void shouldSucceedAtTheSecondTry() {
        Outcome outcome = run(next(), Behaviour.CRASHES_ONCE, 2);

        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        assertThat(outcome.tries()).isEqualTo(2);
    }

    @Test
    void shouldFailAfterTheLastTry() {
        Outcome outcome = run(next(), Behaviour.CRASHES, 1);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.failure().reason()).isEqualTo(Reason.JOB_FAILED);
            assertThat(failed.failure().message()).contains("exit code 1").contains("cannot go on");
            assertThat(failed.tries()).isEqualTo(2);
            assertThat(failed.exitCode()).isEqualTo(1);
        });
    }

    @Test
    void shouldNotTryAgainWithoutRestarts() {
        assertThat(run(next(), Behaviour.CRASHES_ONCE, 0)).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.tries()).isEqualTo(1);
            assertThat(failed.exitCode()).isEqualTo(1);
        });
    }

    @Test
    void shouldEndJobThatRunsTooLong() {
        StepRef step = next();

        Outcome outcome = Stages.get(runtime.run(job(step, Behaviour.WAITS, 3, Duration.ofSeconds(1)), StepLog.NONE));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.failure().reason()).isEqualTo(Reason.MAX_DURATION_EXCEEDED);
            assertThat(failed.exitCode()).isNull();
            assertThat(failed.tries()).isEqualTo(1);
            assertThat(failed.duration()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        });
    }

    @Test
    void shouldFailWithoutImage() {
        StepRef step = next();

        assertThat(Stages.stepFailure(runtime.run(job(step, Behaviour.MISSING, 0, Duration.ZERO), StepLog.NONE))
                        .reason())
                .isEqualTo(Reason.IMAGE_UNAVAILABLE);
    }

    @Test
    void shouldKillRunningJobAndLeaveNothing() {
        StepRef step = next();
        CompletionStage<Outcome> run = runtime.run(job(step, Behaviour.WAITS, 3, Duration.ZERO), StepLog.NONE);
        await().atMost(SOON).until(() -> running(step));

        Stages.get(runtime.kill(step));

        assertThat(Stages.failure(run)).isInstanceOf(CancellationException.class);
        assertThat(exists(step)).isFalse();
    }

    @Test
    void shouldDoNothingWhenAnUnknownRunIsKilledOrReleased() {
        StepRef step = next();

        Stages.get(runtime.kill(step));
        Stages.get(runtime.release(step));

        assertThat(exists(step)).isFalse();
    }

    @Test
    void shouldKeepWhatIsLeftUntilItIsReleased() {
        StepRef step = next();
        assertThat(run(step, Behaviour.WORKS, 0)).isInstanceOf(Outcome.Succeeded.class);

        Stages.get(runtime.release(step));
        Stages.get(runtime.release(step));

        assertThat(exists(step)).isFalse();
    }

    @Test
    void shouldAdoptRunningJobAfterTheWorkersRestart() {
        StepRef step = next();
        var _ = runtime.run(job(step, Behaviour.WAITS, 0, Duration.ZERO), StepLog.NONE);
        await().atMost(SOON).until(() -> running(step));
        restartWorker();

        CompletionStage<Outcome> adopted = runtime.run(job(step, Behaviour.WAITS, 0, Duration.ZERO), StepLog.NONE);
        release(step);

        assertThat(Stages.get(adopted))
                .isInstanceOfSatisfying(
                        Outcome.Succeeded.class,
                        succeeded -> assertThat(succeeded.tries()).isEqualTo(1));
        assertThat(started(step)).isEqualTo(1);
    }

    @Test
    void shouldNoticeJobThatEndedWhileTheWorkerWasDown() {
        StepRef step = next();
        var _ = runtime.run(job(step, Behaviour.WAITS, 0, Duration.ZERO), StepLog.NONE);
        await().atMost(SOON).until(() -> running(step));
        crash();
        release(step);

        start();
        Outcome outcome = Stages.get(runtime.run(job(step, Behaviour.WAITS, 0, Duration.ZERO), StepLog.NONE));

        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        assertThat(started(step)).isEqualTo(1);
    }

    @Test
    void shouldAnswerTheSameWhenAFinishedRunIsAskedForAgain() {
        StepRef step = next();
        Outcome first = run(step, Behaviour.CRASHES, 1);
        restartWorker();

        Outcome again = run(step, Behaviour.CRASHES, 1);

        assertThat(again).isInstanceOf(Outcome.Failed.class);
        assertThat(again.tries()).isEqualTo(first.tries());
        assertThat(again.exitCode()).isEqualTo(first.exitCode());
    }

    @Test
    void shouldKillWhatTheFormerProcessStarted() {
        StepRef step = next();
        var _ = runtime.run(job(step, Behaviour.WAITS, 0, Duration.ZERO), StepLog.NONE);
        await().atMost(SOON).until(() -> running(step));
        restartWorker();

        Stages.get(runtime.kill(step));

        assertThat(exists(step)).isFalse();
    }
}
