package io.slipway.build.app;

import io.slipway.build.app.StopSignal.Cause;
import io.slipway.build.domain.BuildException;
import io.slipway.events.status.DeploymentLogLine.Level;
import io.slipway.events.work.BuildCompleted.Result;
import io.slipway.events.work.BuildRequested;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepRef;
import io.slipway.kit.kafka.CancellationRegistry;
import io.slipway.kit.log.DeploymentLog;
import io.slipway.kit.work.StepException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Runs builds and says how they ended, whatever happens: an image, a reason for people, or that the attempt was cancelled.
 *
 * <p>A build ends early when its attempt is cancelled, when its deadline passes or when the service stops. All three
 * interrupt the build's thread; the first two have a result, the last has none, so that the command comes again. The same
 * command delivered twice at once is built once.
 */
public final class Builds implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Builds.class);

    private final ImageBuild imageBuild;
    private final CancellationRegistry cancellations;
    private final DeploymentLog deploymentLog;
    private final BuildSettings settings;
    private final Clock clock;
    private final Map<StepRef, CompletableFuture<Result>> underWay = new ConcurrentHashMap<>();
    private final AtomicInteger running = new AtomicInteger();
    private final ScheduledExecutorService deadlines;
    private volatile boolean stopping;

    public Builds(
            ImageBuild imageBuild,
            CancellationRegistry cancellations,
            DeploymentLog deploymentLog,
            BuildSettings settings,
            Clock clock) {
        this(
                imageBuild,
                cancellations,
                deploymentLog,
                settings,
                clock,
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("slipway-deadlines").factory()));
    }

    /** @param deadlines is told when deadlines pass; ended by {@link #close} */
    Builds(
            ImageBuild imageBuild,
            CancellationRegistry cancellations,
            DeploymentLog deploymentLog,
            BuildSettings settings,
            Clock clock,
            ScheduledExecutorService deadlines) {
        this.imageBuild = imageBuild;
        this.cancellations = cancellations;
        this.deploymentLog = deploymentLog;
        this.settings = settings;
        this.clock = clock;
        this.deadlines = deadlines;
    }

    /** The service is about to stop: from now on a build that ends early has no result. */
    public void stopping() {
        stopping = true;
    }

    /** Builds at work. */
    public int running() {
        return running.get();
    }

    /**
     * Serves one command.
     *
     * @throws InterruptedException if the service stops: there is no result, the command has to come again
     */
    public Result run(BuildRequested command) throws InterruptedException {
        CompletableFuture<Result> mine = new CompletableFuture<>();
        CompletableFuture<Result> other = underWay.putIfAbsent(command.step(), mine);
        if (other != null) {
            return resultOf(other);
        }
        try {
            Result result = supervised(command);
            mine.complete(result);
            return result;
        } finally {
            underWay.remove(command.step());
            mine.cancel(false);
        }
    }

    private static Result resultOf(CompletableFuture<Result> other) throws InterruptedException {
        try {
            return other.handle((result, _) -> Optional.ofNullable(result))
                    .get()
                    .orElseThrow(() -> new InterruptedException("the service stops"));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Result supervised(BuildRequested command) throws InterruptedException {
        BuildLog log = new BuildLog(command.step(), deploymentLog, settings.maxLogLines());
        if (cancellations.isCancelled(command.step())) {
            imageBuild.discard(command.step());
            return new Result.Canceled();
        }
        Duration left = Duration.between(clock.instant(), command.deadline());
        if (!left.isPositive()) {
            imageBuild.discard(command.step());
            return failed(new StepFailure(Reason.DEADLINE_EXCEEDED, lateBy(command)), log);
        }
        StopSignal stop = new StopSignal(Thread.currentThread());
        Future<?> timer = deadlines.schedule(() -> stop.stop(Cause.DEADLINE), left.toMillis(), TimeUnit.MILLISECONDS);
        running.incrementAndGet();
        try (CancellationRegistry.Registration _ =
                cancellations.onCancelled(command.step(), () -> stop.stop(Cause.CANCELED))) {
            return built(command, stop, log);
        } finally {
            running.decrementAndGet();
            timer.cancel(false);
        }
    }

    private Result built(BuildRequested command, StopSignal stop, BuildLog log) throws InterruptedException {
        Throwable problem;
        try {
            Result result = imageBuild.run(command, log);
            return stop.end().equals(Optional.of(Cause.CANCELED)) ? new Result.Canceled() : result;
        } catch (InterruptedException | IOException | RuntimeException e) {
            problem = e;
        }
        Optional<Cause> cause = stop.end();
        if (cause.isPresent()) {
            return switch (cause.get()) {
                case CANCELED -> {
                    log.result(Level.WARNING, "The build was cancelled");
                    yield new Result.Canceled();
                }
                case DEADLINE ->
                    failed(withTail(new StepFailure(Reason.DEADLINE_EXCEEDED, tooLong(command)), log), log);
            };
        }
        if (Thread.interrupted() || stopping || problem instanceof InterruptedException) {
            throw new InterruptedException("the service stops");
        }
        return failed(failure(problem, log), log);
    }

    private static StepFailure failure(Throwable problem, BuildLog log) {
        return switch (problem) {
            case BuildException e -> e.failure();
            case StepException e -> withTail(e.failure(), log);
            default -> {
                LOG.error("A build failed for a reason that is none of its own", problem);
                yield new StepFailure(
                        Reason.INTERNAL,
                        "the build failed because of an error inside Slipway ("
                                + problem.getClass().getSimpleName() + "): " + problem.getMessage());
            }
        };
    }

    private static Result failed(StepFailure failure, BuildLog log) {
        String message = log.masked(failure.message());
        log.result(Level.ERROR, message.lines().findFirst().orElse(""));
        return new Result.Failed(new StepFailure(failure.reason(), message));
    }

    private static StepFailure withTail(StepFailure failure, BuildLog log) {
        List<String> tail = log.tail();
        return tail.isEmpty()
                ? failure
                : new StepFailure(
                        failure.reason(),
                        failure.message() + "\nThe last lines of the log:\n" + String.join("\n", tail));
    }

    private String lateBy(BuildRequested command) {
        Instant now = clock.instant();
        return "the build did not begin before its deadline (" + command.deadline() + "; it is " + now
                + "): all builders were busy or none was running";
    }

    private static String tooLong(BuildRequested command) {
        return "the build was not done by its deadline (" + command.deadline() + ") and was stopped";
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
    }
}
