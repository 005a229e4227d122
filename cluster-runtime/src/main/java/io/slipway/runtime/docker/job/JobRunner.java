package io.slipway.runtime.docker.job;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.WaitResponse;
import io.slipway.events.status.DeploymentLogLine.Level;
import io.slipway.events.work.JobFinished.OutputLocation;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.JobRuntime;
import io.slipway.runtime.JobRuntime.Outcome;
import io.slipway.runtime.LogLine;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.Labels;
import io.slipway.runtime.docker.engine.ContainerState;
import io.slipway.runtime.docker.engine.ContainerTemplate;
import io.slipway.runtime.docker.engine.ContainerView;
import io.slipway.runtime.docker.engine.Containers;
import io.slipway.runtime.docker.engine.EnvironmentNetworks;
import io.slipway.runtime.docker.engine.LogReader;
import io.slipway.runtime.operation.Operation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Takes a run to its end, try by try. Every try is a container of its own; its labels hold the number of the try and when
 * the first one began, so that a successor goes on with the same run: it waits for a try that still runs, and reads the
 * result of one that ended while nobody looked.
 */
final class JobRunner {

    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration KILL_GRACE = Duration.ofSeconds(5);
    private static final Duration LOGS_GRACE = Duration.ofSeconds(5);
    private static final int MAX_BACKOFF_SECONDS = 10;
    private static final int LINES_IN_MESSAGE = 5;

    private final DockerEngine engine;
    private final Containers containers;
    private final EnvironmentNetworks networks;
    private final LogReader logs;

    JobRunner(DockerEngine engine, Containers containers, EnvironmentNetworks networks) {
        this.engine = engine;
        this.containers = containers;
        this.networks = networks;
        this.logs = new LogReader(engine);
    }

    /** Runs {@code plan} or goes on with it. The container of the last try is left. */
    Outcome run(Operation operation, RunPlan plan, StepLog log) {
        Try current = adopt(plan, log).orElseGet(() -> create(plan, 1, Instant.now()));
        while (true) {
            Ended ended = follow(operation, plan, current, log);
            if (ended.failure() == null) {
                return new Outcome.Succeeded(
                        new OutputLocation("docker", current.id(), JobRuntime.OUTPUT_FILE),
                        current.number(),
                        current.since(ended.at()));
            }
            if (ended.isFinal() || current.number() > plan.maxRestarts()) {
                return new Outcome.Failed(
                        ended.failure(), current.number(), ended.exitCode(), current.since(ended.at()));
            }
            log.warning("Try " + current.number() + " of " + (plan.maxRestarts() + 1) + ": "
                    + ended.failure().message());
            operation.await(
                    new CompletableFuture<Void>(), Duration.ofSeconds(Math.min(MAX_BACKOFF_SECONDS, current.number())));
            Try next = create(plan, current.number() + 1, current.first());
            containers.remove(current.id());
            current = next;
        }
    }

    private Optional<Try> adopt(RunPlan plan, StepLog log) {
        List<ContainerView> tries = containers.find(plan.labels()).stream()
                .sorted(Comparator.comparingLong(container -> container.number(Labels.INDEX)))
                .toList();
        if (tries.isEmpty()) {
            return Optional.empty();
        }
        tries.subList(0, tries.size() - 1).forEach(former -> containers.remove(former.id()));
        ContainerView last = tries.getLast();
        int number = (int) last.number(Labels.INDEX);
        Instant first = Instant.ofEpochMilli(last.number(Labels.STARTED));
        if (last.state().equals("created")) {
            // Its files may be incomplete: creating it once more completes them.
            return Optional.of(create(plan, number, first));
        }
        log.info("Going on with the run that began at " + first + "; its lines so far follow again");
        return Optional.of(new Try(last.id(), last.name(), number, first));
    }

    private Try create(RunPlan plan, int number, Instant first) {
        Map<String, String> labels = new HashMap<>(plan.labels());
        labels.put(Labels.INDEX, Integer.toString(number));
        labels.put(Labels.STARTED, Long.toString(first.toEpochMilli()));
        String name = plan.nameOfTry().apply(number);
        // The engine chooses the address: nobody asks for a job by name.
        String id = networks.join(
                plan.environmentId(),
                (network, _) -> containers.create(new ContainerTemplate(
                        name,
                        plan.image(),
                        labels,
                        plan.input(),
                        plan.resources(),
                        network,
                        List.of(),
                        null,
                        List.of(),
                        Map.of(),
                        List.of(JobRuntime.OUTPUT_DIRECTORY))));
        return new Try(id, name, number, first);
    }

    private Ended follow(Operation operation, RunPlan plan, Try current, StepLog log) {
        Instant limit = limit(plan, current);
        ContainerState before = state(current);
        if (before.status().equals("created")) {
            try {
                containers.start(current.id());
            } catch (StepException e) {
                if (e.failure().reason() == Reason.CRASHED) {
                    return Ended.finally_(Reason.JOB_FAILED, e.failure().message(), null, Instant.now());
                }
                throw e;
            }
        }
        Tail tail = new Tail(log);
        boolean killed = false;
        ContainerState state;
        try (LogReader.Following following = logs.follow(current.id(), current.name(), tail::take)) {
            state = state(current);
            while (!state.ended()) {
                if (!Instant.now().isBefore(limit)) {
                    killed = true;
                    containers.stop(current.id(), KILL_GRACE);
                } else {
                    awaitExit(operation, current, limit);
                }
                state = state(current);
            }
            following.awaitEnd(LOGS_GRACE);
        }
        Instant at = state.finishedAt() == null ? Instant.now() : state.finishedAt();
        boolean late = killed || (state.exitCode() != 0 && !at.isBefore(limit));
        return late ? tooLong(plan, limit, at) : ended(plan, state, at, tail);
    }

    private Ended ended(RunPlan plan, ContainerState state, Instant at, Tail tail) {
        if (state.exitCode() == 0 && !state.outOfMemory()) {
            return new Ended(null, false, 0, at);
        }
        String what = plan.name() + " " + state.ending() + ".";
        return state.outOfMemory()
                ? new Ended(
                        new StepFailure(
                                Reason.OUT_OF_MEMORY,
                                what + " It has " + plan.resources().memoryMib()
                                        + " MiB; give it more, or have it use less."),
                        false,
                        state.exitCode(),
                        at)
                : new Ended(new StepFailure(Reason.JOB_FAILED, what + tail.shown()), false, state.exitCode(), at);
    }

    private static Ended tooLong(RunPlan plan, Instant limit, Instant at) {
        return limit.equals(plan.deadline())
                ? Ended.finally_(
                        Reason.DEADLINE_EXCEEDED, plan.name() + " was not done in time and was ended.", null, at)
                : Ended.finally_(
                        Reason.MAX_DURATION_EXCEEDED,
                        plan.name() + " ran longer than its maximum duration of "
                                + plan.maxDuration().toSeconds() + " s and was ended.",
                        null,
                        at);
    }

    private static Instant limit(RunPlan plan, Try current) {
        if (plan.maxDuration().isZero()) {
            return plan.deadline();
        }
        Instant limit = current.first().plus(plan.maxDuration());
        return limit.isBefore(plan.deadline()) ? limit : plan.deadline();
    }

    private ContainerState state(Try current) {
        return containers
                .inspect(current.id())
                .orElseThrow(() -> new StepException(
                        Reason.JOB_FAILED, "The job's container was removed by somebody else while it was needed."));
    }

    /** Returns when the process has ended, at the limit, or after a while to look again. */
    private void awaitExit(Operation operation, Try current, Instant limit) {
        Duration left = Duration.between(Instant.now(), limit);
        try (Exit exit = engine.streams().waitContainerCmd(current.id()).exec(new Exit())) {
            operation.await(exit.done, left.compareTo(LOOK) < 0 ? left : LOOK);
        } catch (IOException _) {
            // looked at again
        }
    }

    /**
     * One try.
     *
     * @param first when the first try of the run began
     */
    private record Try(String id, String name, int number, Instant first) {

        private Duration since(Instant end) {
            return end.isBefore(first) ? Duration.ZERO : Duration.between(first, end);
        }
    }

    /**
     * How a try ended.
     *
     * @param failure null = well
     * @param isFinal whether another try makes no sense
     */
    private record Ended(
            @Nullable StepFailure failure,
            boolean isFinal,
            @Nullable Integer exitCode,
            Instant at) {

        private static Ended finally_(Reason reason, String message, @Nullable Integer exitCode, Instant at) {
            return new Ended(new StepFailure(reason, message), true, exitCode, at);
        }
    }

    /** Hands lines on and remembers the last ones. */
    private static final class Tail {

        private final StepLog log;
        private final Deque<String> last = new ArrayDeque<>();

        private Tail(StepLog log) {
            this.log = log;
        }

        private synchronized void take(LogLine line) {
            log.line(line.stderr() ? Level.WARNING : Level.INFO, line.text(), line.at());
            last.add(line.text());
            if (last.size() > LINES_IN_MESSAGE) {
                last.remove();
            }
        }

        private synchronized String shown() {
            return last.isEmpty() ? " It wrote nothing." : " Its last lines:\n" + String.join("\n", last);
        }
    }

    /** Completes when the engine says that the process has ended, or cannot say. */
    private static final class Exit extends ResultCallback.Adapter<WaitResponse> {

        private final CompletableFuture<Void> done = new CompletableFuture<>();

        @Override
        public void onNext(WaitResponse response) {
            done.complete(null);
        }

        @Override
        public void onError(Throwable throwable) {
            done.complete(null);
        }

        @Override
        public void onComplete() {
            done.complete(null);
        }
    }
}
