package io.slipway.build.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slipway.build.domain.BuildException;
import io.slipway.events.spec.Value;
import io.slipway.events.work.BuildCompleted.Result;
import io.slipway.events.work.BuildRequested;
import io.slipway.events.work.ResolvedVariable;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildsTest {

    @TempDir
    Path directory;

    private Fakes fakes;
    private Builds builds;
    private final List<Thread> threads = new ArrayList<>();

    @BeforeEach
    void prepare() {
        fakes = new Fakes(directory);
        fakes.tree.file("Dockerfile", "FROM scratch\n");
        builds = fakes.builds(new BuildSettings("slipway", 1 << 20, 5), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        builds.close();
    }

    @Test
    void shouldAnswerWithTheImage() throws Exception {
        Result result = builds.run(Fakes.command().get());

        assertThat(result)
                .isInstanceOfSatisfying(
                        Result.Built.class, built -> assertThat(built.reused()).isFalse());
        assertThat(builds.running()).isZero();
    }

    @Test
    void shouldAnswerWithTheReasonOfAFailureAndTheLastLinesOfTheLog() throws Exception {
        fakes.builder.output = List.of("Step 1/1 : RUN make", "make: *** [all] Error 2");
        fakes.builder.failure = new StepException(Reason.BUILD_FAILED, "the command failed with exit code 2");

        StepFailure failure = failure(builds.run(Fakes.command().get()));

        assertThat(failure.reason()).isEqualTo(Reason.BUILD_FAILED);
        assertThat(failure.message()).isEqualTo("""
                        the command failed with exit code 2
                        The last lines of the log:
                        Step 1/1 : RUN make
                        make: *** [all] Error 2""");
        assertThat(fakes.log).endsWith("ERROR the command failed with exit code 2");
    }

    @Test
    void shouldKeepTheReasonShortHoweverLongTheLogIs() throws Exception {
        List<String> output = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            output.add("line " + i + " " + "x".repeat(1000));
        }
        fakes.builder.output = output;
        fakes.builder.failure = new StepException(Reason.BUILD_FAILED, "failed");

        StepFailure failure = failure(builds.run(Fakes.command().get()));

        assertThat(failure.message())
                .contains("line 999")
                .doesNotContain("line 987 ")
                .hasSizeLessThan(5000);
        assertThat(fakes.log).contains("WARNING More than 5 lines: the rest is left out here");
        assertThat(fakes.log).hasSize(5 + 1 + 1);
    }

    @Test
    void shouldSayWhyTheSourceCannotBeBuiltWithoutALog() throws Exception {
        fakes.sources.failure = new BuildException(Reason.GIT_UNAVAILABLE, "the branch 'x' does not exist");

        assertThat(builds.run(Fakes.command().get()))
                .isEqualTo(new Result.Failed(new StepFailure(Reason.GIT_UNAVAILABLE, "the branch 'x' does not exist")));
    }

    @Test
    void shouldMaskSecretsInTheReason() throws Exception {
        fakes.builder.output = List.of("password: pa55word");
        fakes.builder.failure = new StepException(Reason.BUILD_FAILED, "RUN echo pa55word failed");

        StepFailure failure = failure(builds.run(Fakes.command()
                .variable(new ResolvedVariable("P", Value.secret("#drow55ap"), null))
                .get()));

        assertThat(failure.message()).contains("RUN echo *** failed").doesNotContain("pa55word");
        assertThat(fakes.log).noneMatch(line -> line.contains("pa55word"));
    }

    @Test
    void shouldCallAnUnexpectedErrorItsOwn() throws Exception {
        fakes.tree.file("Dockerfile", null);

        StepFailure failure = failure(builds.run(Fakes.command().get()));

        assertThat(failure.reason()).isEqualTo(Reason.INTERNAL);
        assertThat(failure.message()).contains("an error inside Slipway");
    }

    @Test
    void shouldNotBeginACancelledAttempt() throws Exception {
        fakes.cancellations.cancel(Fakes.STEP);

        assertThat(builds.run(Fakes.command().get())).isEqualTo(new Result.Canceled());
        assertThat(fakes.sources.requests).isEmpty();
    }

    @Test
    void shouldNotBeginAfterTheDeadline() throws Exception {
        StepFailure failure = failure(builds.run(
                Fakes.command().deadline(Instant.now().minusSeconds(1)).get()));

        assertThat(failure.reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
        assertThat(failure.message()).contains("did not begin before its deadline");
        assertThat(fakes.sources.requests).isEmpty();
    }

    @Test
    void shouldEndTheCloneOfACancelledAttempt() throws Exception {
        fakes.sources.endless = true;
        FutureTask<Result> result = start(() -> builds.run(Fakes.command().get()));
        fakes.sources.asked.get(60, TimeUnit.SECONDS);

        fakes.cancellations.cancel(Fakes.STEP);

        assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(new Result.Canceled());
        assertThat(fakes.workspaces).isEmpty();
        assertThat(fakes.builder.builds).isEmpty();
    }

    @Test
    void shouldEndTheBuildOfACancelledAttempt() throws Exception {
        fakes.builder.endless = true;
        FutureTask<Result> result = start(() -> builds.run(Fakes.command().get()));
        fakes.builder.begun.get(60, TimeUnit.SECONDS);
        assertThat(builds.running()).isEqualTo(1);

        fakes.cancellations.cancel(Fakes.STEP);

        assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(new Result.Canceled());
        assertThat(fakes.builder.cancelled).containsExactly(Fakes.STEP);
        assertThat(fakes.workspaces).isEmpty();
        assertThat(fakes.log).endsWith("WARNING The build was cancelled");
        assertThat(builds.running()).isZero();
    }

    @Test
    void shouldEndTheBuildAtItsDeadlineAndSayWhatItWasDoing() throws Exception {
        fakes.builder.endless = true;
        fakes.builder.output = List.of("Step 1/1 : RUN sleep 10000");
        builds.close();
        builds = new Builds(
                fakes.imageBuild(Fakes.settings()),
                fakes.cancellations,
                fakes.deploymentLog(),
                Fakes.settings(),
                Clock.systemUTC(),
                new EarlyDeadlines());

        Result result = start(() -> builds.run(Fakes.command().get())).get(60, TimeUnit.SECONDS);

        assertThat(failure(result).reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
        assertThat(failure(result).message())
                .contains("was not done by its deadline")
                .contains("RUN sleep 10000");
        assertThat(fakes.builder.cancelled).containsExactly(Fakes.STEP);
        assertThat(fakes.workspaces).isEmpty();
    }

    @Test
    void shouldLeaveTheThreadUninterruptedAfterACancelledBuild() throws Exception {
        fakes.builder.endless = true;
        FutureTask<Boolean> interrupted = start(() -> {
            builds.run(Fakes.command().get());
            return Thread.currentThread().isInterrupted();
        });
        fakes.builder.begun.get(60, TimeUnit.SECONDS);

        fakes.cancellations.cancel(Fakes.STEP);

        assertThat(interrupted.get(60, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void shouldHaveNoResultWhenTheServiceStops() throws Exception {
        fakes.builder.endless = true;
        FutureTask<Result> result = start(() -> builds.run(Fakes.command().get()));
        fakes.builder.begun.get(60, TimeUnit.SECONDS);

        builds.stopping();
        threads.getFirst().interrupt();

        assertThatThrownBy(() -> result.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(fakes.builder.cancelled).containsExactly(Fakes.STEP);
        assertThat(fakes.workspaces).isEmpty();
    }

    @Test
    void shouldHaveNoResultForAFailureThatStoppingCaused() {
        builds.stopping();
        fakes.sources.failure = new BuildException(Reason.GIT_UNAVAILABLE, "the connection broke");

        assertThatThrownBy(() -> builds.run(Fakes.command().get())).isInstanceOf(InterruptedException.class);
    }

    @Test
    void shouldBuildOnceWhatIsDeliveredTwiceAtOnce() throws Exception {
        fakes.builder.endless = true;
        BuildRequested command = Fakes.command().get();
        FutureTask<Result> first = start(() -> builds.run(command));
        fakes.builder.begun.get(60, TimeUnit.SECONDS);
        FutureTask<Result> second = start(() -> builds.run(command));
        await().atMost(Duration.ofSeconds(60)).until(() -> threads.getLast().getState() == Thread.State.WAITING);

        fakes.cancellations.cancel(Fakes.STEP);

        assertThat(second.get(60, TimeUnit.SECONDS)).isEqualTo(first.get(60, TimeUnit.SECONDS));
        assertThat(fakes.builder.builds).hasSize(1);
    }

    /** Deadlines that pass as soon as something is being built. */
    private final class EarlyDeadlines extends ScheduledThreadPoolExecutor {

        private EarlyDeadlines() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable passed, long delay, TimeUnit unit) {
            var _ = fakes.builder.begun.thenRun(passed);
            return super.schedule(() -> {}, delay, unit);
        }
    }

    private <T> FutureTask<T> start(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        threads.add(Thread.ofVirtual().start(task));
        return task;
    }

    private static StepFailure failure(Result result) {
        assertThat(result).isInstanceOf(Result.Failed.class);
        return ((Result.Failed) result).failure();
    }
}
