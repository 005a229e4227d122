package io.slipway.runtime.docker.workload;

import io.slipway.events.spec.Probes.Probe;
import io.slipway.events.status.DeploymentLogLine.Level;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.LogLine;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.Workload;
import io.slipway.runtime.docker.WorkloadSettings;
import io.slipway.runtime.docker.engine.ContainerState;
import io.slipway.runtime.docker.engine.Containers;
import io.slipway.runtime.docker.engine.LogReader;
import io.slipway.runtime.docker.probe.ProbeResult;
import io.slipway.runtime.docker.probe.Prober;
import io.slipway.runtime.operation.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Waits until instances are ready.
 *
 * <p>An instance is ready when all readiness probes succeeded as often as they want, or, without any, when its process
 * has stayed up for a moment. A process that ends is started again a few times, because what it needs may be starting
 * itself; then the wait fails with the exit code and the last lines.
 */
final class ReadinessWait {

    private static final Duration LOOK = Duration.ofMillis(100);
    /** Until the first success probes are done more often than configured, so that nobody waits for a period's end. */
    private static final Duration EAGER = Duration.ofMillis(500);

    private static final int LINES_IN_MESSAGE = 5;
    private static final int LINES_IN_LOG = 50;

    private final Containers containers;
    private final Prober prober;
    private final LogReader logs;
    private final WorkloadSettings settings;

    ReadinessWait(Containers containers, Prober prober, LogReader logs, WorkloadSettings settings) {
        this.containers = containers;
        this.prober = prober;
        this.logs = logs;
        this.settings = settings;
    }

    /** Waits for all of {@code instances}, which have been started. */
    void await(Operation operation, Workload.Service service, List<Instance> instances, StepLog log) {
        List<Pending> pending = new ArrayList<>();
        instances.forEach(instance -> pending.add(new Pending(service, instance, log)));
        while (true) {
            pending.removeIf(Pending::ready);
            if (pending.isEmpty()) {
                return;
            }
            if (!Instant.now().isBefore(operation.deadline())) {
                throw late(pending, log);
            }
            pause(operation);
        }
    }

    private static void pause(Operation operation) {
        try {
            operation.pause(LOOK);
        } catch (StepException e) {
            // The deadline passed meanwhile: the next round says what was missing.
            if (e.failure().reason() != Reason.DEADLINE_EXCEEDED) {
                throw e;
            }
        }
    }

    private StepException late(List<Pending> pending, StepLog log) {
        Pending first = pending.getFirst();
        List<LogLine> lines = tell(first.instance, log);
        return new StepException(
                Reason.NOT_READY, first.title() + " is up but not ready: " + first.answer + "." + shown(lines));
    }

    /** Writes the instance's last lines to the step's log and gives the very last ones. */
    private List<LogLine> tell(Instance instance, StepLog log) {
        List<LogLine> lines = logs.last(instance.id(), instance.container().name(), LINES_IN_LOG);
        lines.forEach(line -> log.line(line.stderr() ? Level.WARNING : Level.INFO, line.text(), line.at()));
        return lines.subList(Math.max(0, lines.size() - LINES_IN_MESSAGE), lines.size());
    }

    private static String shown(List<LogLine> lines) {
        return lines.isEmpty()
                ? " It wrote nothing."
                : lines.stream().map(LogLine::text).collect(Collectors.joining("\n", " Its last lines:\n", ""));
    }

    private final class Pending {

        private final Workload.Service service;
        private final Instance instance;
        private final StepLog log;
        private int endings;
        private int successes;
        private @Nullable Instant nextProbe;
        private @Nullable Instant nextStart;
        private String answer = "it has not stayed up long enough";

        private Pending(Workload.Service service, Instance instance, StepLog log) {
            this.service = service;
            this.instance = instance;
            this.log = log;
        }

        private boolean ready() {
            ContainerState state = containers
                    .inspect(instance.id())
                    .orElseThrow(() -> new StepException(
                            Reason.CONFLICT, title() + " was removed by somebody else while it was starting."));
            Instant now = Instant.now();
            if (nextStart != null) {
                startAgain(now, nextStart);
                return false;
            }
            if (state.ended() || state.status().equals("restarting")) {
                ended(state, now);
                return false;
            }
            return state.running() && (service.readiness().isEmpty() ? settled(state, now) : probed(state, now));
        }

        private boolean settled(ContainerState state, Instant now) {
            return state.upAt(now).compareTo(settings.settle()) >= 0;
        }

        private boolean probed(ContainerState state, Instant now) {
            if (nextProbe == null) {
                nextProbe = (state.startedAt() == null ? now : state.startedAt())
                        .plusSeconds(most(Probe::initialDelaySeconds));
            }
            if (now.isBefore(nextProbe)) {
                return false;
            }
            ProbeResult result = probeAll(state);
            answer = result.answer();
            successes = result.ok() ? successes + 1 : 0;
            if (successes >= most(Probe::successThreshold)) {
                log.info(title() + " is ready: " + answer);
                return true;
            }
            Duration period = Duration.ofSeconds(most(Probe::periodSeconds));
            nextProbe = Instant.now().plus(successes > 0 || period.compareTo(EAGER) < 0 ? period : EAGER);
            return false;
        }

        private ProbeResult probeAll(ContainerState state) {
            ProbeResult result = null;
            for (Probe probe : service.readiness()) {
                result = prober.probe(instance.id(), state.address(), probe);
                if (!result.ok()) {
                    return result;
                }
            }
            if (result == null) {
                throw new IllegalStateException("no probe");
            }
            return result;
        }

        private int most(java.util.function.ToIntFunction<Probe> value) {
            return service.readiness().stream().mapToInt(value).max().orElse(0);
        }

        private void ended(ContainerState state, Instant now) {
            endings++;
            successes = 0;
            nextProbe = null;
            if (state.outOfMemory()) {
                throw failed(
                        Reason.OUT_OF_MEMORY,
                        " It has " + service.resources().memoryMib() + " MiB; give it more, or have it use less.",
                        state);
            }
            if (endings > settings.startRetries()) {
                throw failed(Reason.CRASHED, endings > 1 ? " It was started " + endings + " times." : "", state);
            }
            log.warning(title() + " " + state.ending() + "; it is started again");
            nextStart = now.plusSeconds(endings);
        }

        private void startAgain(Instant now, Instant due) {
            if (!now.isBefore(due)) {
                nextStart = null;
                containers.start(instance.id());
            }
        }

        private StepException failed(Reason reason, String advice, ContainerState state) {
            List<LogLine> lines = tell(instance, log);
            return new StepException(reason, title() + " " + state.ending() + "." + advice + shown(lines));
        }

        private String title() {
            return service.name() + (service.instances() > 1 ? " (instance " + instance.index() + ")" : "");
        }
    }
}
