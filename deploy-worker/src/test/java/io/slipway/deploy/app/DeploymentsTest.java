package io.slipway.deploy.app;

import static io.slipway.deploy.app.Samples.command;
import static io.slipway.deploy.app.Samples.image;
import static io.slipway.deploy.app.Samples.plain;
import static io.slipway.deploy.app.Samples.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slipway.events.spec.DatabaseSpec;
import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.RunSpec;
import io.slipway.events.spec.Value;
import io.slipway.events.work.Endpoint;
import io.slipway.events.work.Image;
import io.slipway.events.work.JobFinished;
import io.slipway.events.work.JobRequested;
import io.slipway.events.work.ResolvedVariable;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.WorkloadCompleted;
import io.slipway.events.work.WorkloadCompleted.Result;
import io.slipway.events.work.WorkloadRequested;
import io.slipway.events.work.WorkloadRequested.Target;
import io.slipway.kit.kafka.Cancellations;
import io.slipway.kit.retry.DependencyUnavailableException;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.ClusterRuntime;
import io.slipway.runtime.Clusters;
import io.slipway.runtime.InputFile;
import io.slipway.runtime.JobRuntime;
import io.slipway.runtime.RunningWatcher;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.ServiceLogs;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.Workload;
import io.slipway.runtime.WorkloadRuntime;
import io.slipway.runtime.fake.FakeCluster;
import io.slipway.runtime.fake.FakeRuntime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DeploymentsTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ServiceKey KEY = new ServiceKey(Samples.ENVIRONMENT, Samples.SERVICE);

    private final FakeCluster cluster = new FakeCluster();
    private final FakeRuntime runtime = new FakeRuntime(cluster);
    private final Cancellations cancellations = new Cancellations();
    private final RecordedLog log = new RecordedLog();
    private final AtomicBoolean runtimeAnswers = new AtomicBoolean(true);
    private final Deployments deployments = deployments(runtime);

    private Deployments deployments(WorkloadRuntime workloads) {
        return new Deployments(
                clusters(workloads),
                new BracketCipher(),
                database -> "fake/" + database.type().lowerCase() + ":" + database.version(),
                cancellations,
                log,
                Duration.ZERO,
                Clock.systemUTC());
    }

    private Clusters clusters(WorkloadRuntime workloads) {
        ClusterRuntime cluster = new ClusterRuntime() {
            @Override
            public WorkloadRuntime workloads() {
                return workloads;
            }

            @Override
            public JobRuntime jobs() {
                return runtime;
            }

            @Override
            public RunningWatcher running() {
                return runtime;
            }

            @Override
            public ServiceLogs logs() {
                return runtime;
            }

            @Override
            public boolean answers() {
                return runtimeAnswers.get();
            }

            @Override
            public void start() {
                runtime.start();
            }

            @Override
            public int releaseEndedBefore(Instant instant) {
                return runtime.releaseEndedBefore(instant);
            }
        };
        return new Clusters() {
            @Override
            public ClusterRuntime of(String clusterId) {
                if (!clusterId.equals(Samples.REF.clusterId())) {
                    throw new StepException(Reason.UNSUPPORTED, "There is no cluster " + clusterId + ".");
                }
                return cluster;
            }

            @Override
            public List<ClusterRuntime> all() {
                return List.of(cluster);
            }
        };
    }

    @Test
    void shouldFailStepsOfAClusterThatItDoesNotKnow() throws Exception {
        WorkloadRequested known = command(1, Target.STOPPED, Samples.web(RunSpec.DEFAULT), image("works"));
        EnvironmentRef elsewhere = new EnvironmentRef(Samples.ENVIRONMENT, "dev", "project", "organization", "other");

        Result result = run(new WorkloadRequested(
                known.step(),
                elsewhere,
                known.target(),
                known.service(),
                known.image(),
                known.variables(),
                known.deadline()));

        assertThat(failure(result).reason()).isEqualTo(Reason.UNSUPPORTED);
        assertThat(failure(result).message()).contains("other");
    }

    private Result run(WorkloadRequested command) throws InterruptedException {
        return deployments.run(command).result();
    }

    private static StepFailure failure(Result result) {
        assertThat(result).isInstanceOf(Result.Failed.class);
        return ((Result.Failed) result).failure();
    }

    private Workload.Service served() {
        return (Workload.Service) cluster.served(KEY);
    }

    @Test
    void shouldAskForWhatTheCommandSays() throws Exception {
        ResolvedVariable file = new ResolvedVariable("CONFIG", Value.plain("color={{COLOR}}"), "/etc/app.conf");
        WorkloadRequested command = command(
                1,
                Target.RUNNING,
                Samples.web(Samples.run("/bin/web 'a b'", "--port", "8080")),
                image("works"),
                plain("COLOR", "blue"),
                secret("TOKEN", "t0ken-value"),
                plain("URL", "http://x?t={{TOKEN}}"),
                file);

        WorkloadCompleted completed = deployments.run(command);

        assertThat(completed.step()).isEqualTo(command.step());
        assertThat(completed.result())
                .isEqualTo(
                        new Result.Reached(false, List.of(new Endpoint("web", 8080, "http://127.0.0.1:8080", true))));
        Workload.Service service = served();
        assertThat(service.key()).isEqualTo(KEY);
        assertThat(service.hostnames()).containsExactly("app-za1b2c3d4-my-web", "my-web");
        assertThat(service.image().reference()).isEqualTo("fake/shop:works");
        assertThat(service.input().entrypoint()).containsExactly("/bin/web", "a b");
        assertThat(service.input().arguments()).containsExactly("--port", "8080");
        assertThat(service.input().environment())
                .containsEntry("COLOR", "blue")
                .containsEntry("TOKEN", "t0ken-value")
                .containsEntry("URL", "http://x?t=t0ken-value")
                .containsEntry("CONFIG", "/etc/app.conf");
        assertThat(service.input().files()).containsExactly(new InputFile("/etc/app.conf", "color=blue", false));
        assertThat(service.instances()).isEqualTo(2);
        assertThat(service.readiness()).hasSize(1);
        assertThat(service.volumes()).containsExactly(new Workload.Volume("vol", "/data", 1));
    }

    @Test
    void shouldSayThatNothingChanged() throws Exception {
        run(command(1, Target.RUNNING, Samples.web(RunSpec.DEFAULT), image("works")));

        assertThat(run(command(2, Target.RUNNING, Samples.web(RunSpec.DEFAULT), image("works"))))
                .isEqualTo(new Result.Reached(true, List.of()));
    }

    @Test
    void shouldStopRestartAndDelete() throws Exception {
        run(command(1, Target.RUNNING, Samples.web(RunSpec.DEFAULT), image("works")));

        // A restart starts what is there and names no image.
        assertThat(run(command(2, Target.RESTARTED, Samples.web(RunSpec.DEFAULT), null)))
                .isInstanceOf(Result.Reached.class);
        assertThat(cluster.serving(KEY)).hasSize(1);
        assertThat(run(command(3, Target.STOPPED, Samples.web(RunSpec.DEFAULT), null)))
                .isEqualTo(new Result.Reached(false, List.of()));
        assertThat(cluster.serving(KEY)).isEmpty();
        assertThat(run(command(4, Target.DELETED, Samples.web(RunSpec.DEFAULT), null)))
                .isEqualTo(new Result.Reached(false, List.of()));
        assertThat(run(command(5, Target.DELETED, Samples.web(RunSpec.DEFAULT), null)))
                .isEqualTo(new Result.Reached(true, List.of()));
    }

    @Test
    void shouldTellFailureWithSecretsMasked() throws Exception {
        StepFailure failure = failure(run(command(
                1, Target.RUNNING, Samples.web(RunSpec.DEFAULT), image("crashes"), secret("WORD", "cannot go on"))));

        assertThat(failure.reason()).isEqualTo(Reason.CRASHED);
        assertThat(failure.message()).contains("exit code 1").contains("***").doesNotContain("cannot go on");
        assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains("cannot go on"));
        assertThat(log.lines()).anyMatch(line -> line.startsWith("ERROR") && line.contains("exit code 1"));
    }

    @Test
    void shouldRefuseAVariableThatRefersToAnUnknownOne() throws Exception {
        StepFailure failure = failure(run(
                command(1, Target.RUNNING, Samples.web(RunSpec.DEFAULT), image("works"), plain("A", "{{NO_SUCH}}"))));

        assertThat(failure.reason()).isEqualTo(Reason.INVALID_VARIABLE);
        assertThat(failure.message()).contains("NO_SUCH");
        assertThat(cluster.created()).isZero();
    }

    @Test
    void shouldRefuseAnEntrypointWithAnOpenQuote() throws Exception {
        StepFailure failure =
                failure(run(command(1, Target.RUNNING, Samples.web(Samples.run("sh -c 'echo")), image("works"))));

        assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED);
        assertThat(failure.message()).contains("quote");
    }

    @Test
    void shouldSayThatASecretCannotBeDecrypted() throws Exception {
        StepFailure failure = failure(run(command(
                1,
                Target.RUNNING,
                Samples.web(RunSpec.DEFAULT),
                image("works"),
                new ResolvedVariable("TOKEN", Value.secret("of another key"), null))));

        assertThat(failure.reason()).isEqualTo(Reason.INTERNAL);
        assertThat(failure.message()).contains("TOKEN").doesNotContain("of another key");
    }

    @Test
    void shouldStartDatabaseWithItsImageVolumeAndPassword() throws Exception {
        run(command(1, Target.RUNNING, Samples.database(DatabaseSpec.Engine.POSTGRESQL, "enc(pa55word)"), null));

        Workload.Service service = served();
        assertThat(service.image().reference()).isEqualTo("fake/postgresql:15");
        assertThat(service.input().environment())
                .containsEntry("POSTGRES_PASSWORD", "pa55word")
                .containsEntry("POSTGRES_USER", "superuser")
                .containsEntry("POSTGRES_DB", "shop");
        assertThat(service.volumes()).hasSize(1);
        assertThat(service.instances()).isEqualTo(1);
        assertThat(service.hostnames()).containsExactly("za1b2c3d4-postgresql", "db");
        assertThat(service.ports()).singleElement().satisfies(port -> {
            assertThat(port.internalPort()).isEqualTo(5432);
            assertThat(port.publiclyAccessible()).isTrue();
        });
    }

    @Test
    void shouldScheduleCronJob() throws Exception {
        run(command(1, Target.RUNNING, Samples.cron(), image("works"), plain("A", "1")));

        assertThat(cluster.served(KEY)).isInstanceOfSatisfying(Workload.Scheduled.class, scheduled -> {
            assertThat(scheduled.schedule()).isEqualTo("0 3 * * *");
            assertThat(scheduled.timezone()).isEqualTo("Europe/Paris");
            assertThat(scheduled.maxRestarts()).isEqualTo(2);
            assertThat(scheduled.maxDurationSeconds()).isEqualTo(60);
            assertThat(scheduled.input().entrypoint()).containsExactly("sh", "-c", "echo hi");
            assertThat(scheduled.input().environment()).containsEntry("A", "1");
        });
    }

    @Test
    void shouldNotBeginAnAttemptThatWasCancelledBefore() throws Exception {
        WorkloadRequested command = command(1, Target.RUNNING, Samples.web(RunSpec.DEFAULT), image("works"));
        cancellations.cancel(command.step());

        assertThat(run(command)).isEqualTo(new Result.Canceled());
        assertThat(cluster.created()).isZero();
    }

    @Test
    void shouldRollBackWhenCancelled() throws Exception {
        run(command(1, Target.RUNNING, Samples.web(RunSpec.DEFAULT), image("works")));
        List<String> before = cluster.serving(KEY);
        WorkloadRequested command = command(2, Target.RUNNING, Samples.web(RunSpec.DEFAULT), image("hangs"));
        FutureTask<Result> rollout = new FutureTask<>(() -> run(command));
        Thread.ofVirtual().start(rollout);
        await().atMost(SOON).until(() -> !cluster.candidates(KEY).isEmpty());

        cancellations.cancel(command.step());

        assertThat(rollout.get(60, TimeUnit.SECONDS)).isEqualTo(new Result.Canceled());
        assertThat(cluster.serving(KEY)).isEqualTo(before);
        assertThat(cluster.candidates(KEY)).isEmpty();
    }

    @Test
    void shouldNotMissACancellationThatComesJustBeforeTheWorkBegins() throws Exception {
        WorkloadRequested command = command(1, Target.RUNNING, Samples.web(RunSpec.DEFAULT), image("hangs"));
        CancelledAtTheLastMoment workloads = new CancelledAtTheLastMoment();
        FutureTask<Result> rollout =
                new FutureTask<>(() -> deployments(workloads).run(command).result());

        Thread.ofVirtual().start(rollout);

        assertThat(rollout.get(30, TimeUnit.SECONDS)).isEqualTo(new Result.Canceled());
        assertThat(cluster.candidates(KEY)).isEmpty();
    }

    @Test
    void shouldAnswerThatAnOvertakenAttemptHadNoEffect() throws Exception {
        run(command(5, Target.RUNNING, Samples.web(RunSpec.DEFAULT), image("works")));

        assertThat(run(command(4, Target.DELETED, Samples.web(RunSpec.DEFAULT), null)))
                .isEqualTo(new Result.Canceled());
        assertThat(cluster.serving(KEY)).hasSize(1);
    }

    @Test
    void shouldHaveNoResultWhenTheServiceStops() throws Exception {
        WorkloadRequested command = command(1, Target.RUNNING, Samples.web(RunSpec.DEFAULT), image("hangs"));
        FutureTask<Result> rollout = new FutureTask<>(() -> run(command));
        Thread thread = Thread.ofVirtual().start(rollout);
        await().atMost(SOON).until(() -> !cluster.candidates(KEY).isEmpty());

        deployments.stopping();
        thread.interrupt();

        assertThatThrownBy(() -> rollout.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(cluster.candidates(KEY)).as("left for the next process").hasSize(1);
    }

    @Test
    void shouldWaitForARuntimeThatDoesNotAnswer() {
        runtimeAnswers.set(false);
        WorkloadRequested command = command(1, Target.RUNNING, Samples.web(RunSpec.DEFAULT), image("works"));

        assertThatThrownBy(() -> deployments(new Refusing()).run(command))
                .isInstanceOf(DependencyUnavailableException.class);
    }

    @Test
    void shouldTellWhenTheRuntimeAnswersAndRefuses() throws Exception {
        WorkloadRequested command = command(1, Target.RUNNING, Samples.web(RunSpec.DEFAULT), image("works"));

        assertThat(failure(deployments(new Refusing()).run(command).result()).reason())
                .isEqualTo(Reason.RUNTIME_UNAVAILABLE);
    }

    @Test
    void shouldTellHowAJobEnded() throws Exception {
        JobRequested command = command(1, Samples.job(2), JobEvent.START, image("crashes-once"));

        JobFinished finished = deployments.run(command);

        assertThat(finished.step()).isEqualTo(command.step());
        assertThat(finished.event()).isEqualTo(JobEvent.START);
        assertThat(finished.environment()).isEqualTo(Samples.REF);
        assertThat(finished.tries()).isEqualTo(2);
        assertThat(finished.exitCode()).isZero();
        assertThat(finished.result())
                .isInstanceOfSatisfying(
                        JobFinished.Result.Succeeded.class,
                        succeeded ->
                                assertThat(succeeded.output().path()).isEqualTo("/qovery-output/qovery-output.json"));
        assertThat(log.lines()).contains("INFO cannot go on", "INFO try 2 of START");
    }

    @Test
    void shouldTellWhyAJobFailed() throws Exception {
        JobFinished finished = deployments.run(
                command(1, Samples.job(1), JobEvent.STOP, image("crashes"), secret("W", "cannot go on")));

        assertThat(finished.result()).isInstanceOfSatisfying(JobFinished.Result.Failed.class, failed -> {
            assertThat(failed.failure().reason()).isEqualTo(Reason.JOB_FAILED);
            assertThat(failed.failure().message()).contains("***").doesNotContain("cannot go on");
        });
        assertThat(finished.tries()).isEqualTo(2);
        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(log.lines()).noneMatch(line -> line.contains("cannot go on"));
    }

    @Test
    void shouldTellWhyAJobCouldNotBegin() throws Exception {
        JobFinished finished = deployments.run(command(1, Samples.job(1), JobEvent.START, image("missing")));

        assertThat(finished.result())
                .isInstanceOfSatisfying(
                        JobFinished.Result.Failed.class,
                        failed -> assertThat(failed.failure().reason()).isEqualTo(Reason.IMAGE_UNAVAILABLE));
        assertThat(finished.tries()).isZero();
        assertThat(finished.exitCode()).isNull();
    }

    @Test
    void shouldKillAJobWhenItIsCancelled() throws Exception {
        JobRequested command = command(1, Samples.job(0), JobEvent.START, image("hangs"));
        FutureTask<JobFinished> run = new FutureTask<>(() -> deployments.run(command));
        Thread.ofVirtual().start(run);
        await().atMost(SOON).until(() -> cluster.created() == 1);

        cancellations.cancel(command.step());

        assertThat(run.get(60, TimeUnit.SECONDS).result()).isEqualTo(new JobFinished.Result.Canceled());
        assertThat(cluster.runs(Samples.ENVIRONMENT)).isEmpty();
    }

    @Test
    void shouldReleaseARun() throws Exception {
        JobRequested command = command(1, Samples.job(0), JobEvent.START, image("works"));
        deployments.run(command);
        assertThat(cluster.runs(Samples.ENVIRONMENT)).containsExactly(1L);

        deployments.release(command.step(), Samples.REF.clusterId());

        assertThat(cluster.runs(Samples.ENVIRONMENT)).isEmpty();
    }

    @Test
    void shouldGiveUpBeforeTheDeadline() throws Exception {
        Deployments early = new Deployments(
                clusters(runtime),
                new BracketCipher(),
                _ -> "",
                cancellations,
                log,
                Duration.ofSeconds(59),
                Clock.systemUTC());
        WorkloadRequested command = command(1, Target.RUNNING, Samples.web(RunSpec.DEFAULT), image("hangs"));

        WorkloadCompleted completed = early.run(command);

        assertThat(failure(completed.result()).reason()).isEqualTo(Reason.NOT_READY);
        assertThat(completed.completedAt()).isBefore(command.deadline());
    }

    @Test
    void shouldCountStepsAtWork() throws Exception {
        FutureTask<Result> rollout =
                new FutureTask<>(() -> run(command(1, Target.RUNNING, Samples.web(RunSpec.DEFAULT), image("waits"))));
        Thread.ofVirtual().start(rollout);
        await().atMost(SOON).until(() -> deployments.running() == 1);

        cluster.release(Samples.SERVICE);

        rollout.get(60, TimeUnit.SECONDS);
        assertThat(deployments.running()).isZero();
    }

    @Test
    void shouldPassTheLoginForTheRegistryOn() throws Exception {
        Image image = new Image(
                "fake/shop:works",
                null,
                null,
                new io.slipway.events.spec.ImageSource.Credentials("me", Value.secret("enc(pull-me)")));

        run(command(1, Target.RUNNING, Samples.web(RunSpec.DEFAULT), image));

        assertThat(served().image().login()).isNotNull().satisfies(login -> {
            assertThat(login.username()).isEqualTo("me");
            assertThat(login.password()).isEqualTo("pull-me");
        });
    }

    /** A runtime that is told of the work only after the work has been cancelled. */
    private final class CancelledAtTheLastMoment implements WorkloadRuntime {

        private CompletionStage<Void> undone = CompletableFuture.completedStage(null);

        @Override
        public CompletionStage<Applied> apply(
                io.slipway.events.work.StepRef step, Workload workload, Instant deadline, StepLog log) {
            cancellations.cancel(step);
            undone.toCompletableFuture().join();
            return runtime.apply(step, workload, deadline, log);
        }

        @Override
        public CompletionStage<Applied> stop(io.slipway.events.work.StepRef step, StepLog log) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Applied> restart(
                io.slipway.events.work.StepRef step, Workload service, Instant deadline, StepLog log) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Applied> delete(io.slipway.events.work.StepRef step, StepLog log) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Void> cancel(io.slipway.events.work.StepRef step) {
            undone = runtime.cancel(step);
            return undone;
        }
    }

    /** A runtime whose engine is at fault. */
    private static final class Refusing implements WorkloadRuntime {

        @Override
        public CompletionStage<Applied> apply(
                io.slipway.events.work.StepRef step, Workload workload, Instant deadline, StepLog log) {
            return CompletableFuture.failedStage(new StepException(Reason.RUNTIME_UNAVAILABLE, "no engine"));
        }

        @Override
        public CompletionStage<Applied> stop(io.slipway.events.work.StepRef step, StepLog log) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Applied> restart(
                io.slipway.events.work.StepRef step, Workload service, Instant deadline, StepLog log) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Applied> delete(io.slipway.events.work.StepRef step, StepLog log) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Void> cancel(io.slipway.events.work.StepRef step) {
            throw new UnsupportedOperationException();
        }
    }
}
