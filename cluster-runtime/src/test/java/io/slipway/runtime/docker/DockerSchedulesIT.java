package io.slipway.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.Container;
import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.runtime.Environments;
import io.slipway.runtime.Handle;
import io.slipway.runtime.ImageToRun;
import io.slipway.runtime.InputFile;
import io.slipway.runtime.LogLine;
import io.slipway.runtime.ProcessInput;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.Stages;
import io.slipway.runtime.StaleStepException;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.Workload;
import io.slipway.runtime.WorkloadRuntime.Applied;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@DockerTest
class DockerSchedulesIT {

    private static final Duration SOON = Duration.ofSeconds(55);
    private static TestDocker docker;
    private final ServiceKey key =
            new ServiceKey(UUID.randomUUID().toString(), UUID.randomUUID().toString());
    private final List<DockerRuntime> runtimes = new ArrayList<>();
    private StrikingClock clock = new StrikingClock(Instant.EPOCH);
    private long attempts;

    @BeforeAll
    static void open() {
        docker = TestDocker.open();
    }

    @AfterAll
    static void close() {
        docker.close();
    }

    @AfterEach
    void stop() {
        runtimes.forEach(DockerRuntime::close);
    }

    /** A runtime whose clock strikes the next minute shortly after it is looked at for the first time. */
    private DockerRuntime runtime() {
        clock = new StrikingClock(
                Instant.now().truncatedTo(ChronoUnit.MINUTES).plusSeconds(60 * (runtimes.size() + 2L)));
        DockerRuntime runtime = DockerRuntime.on(docker.engine(), TestWeb.SETTINGS, clock);
        runtimes.add(runtime);
        return runtime;
    }

    private StepRef next() {
        return new StepRef(key.environmentId(), "deployment", key.serviceId(), StepKind.WORKLOAD, ++attempts);
    }

    private Workload.Scheduled scheduled(String script, String schedule) {
        return new Workload.Scheduled(
                key,
                Environments.ref(key),
                "nightly",
                ImageToRun.of(TestDocker.IMAGE),
                new ProcessInput(
                        List.of("/bin/sh", "-c"),
                        List.of(script),
                        Map.of("WORD", "hello"),
                        List.of(new InputFile("/etc/deep/word", "world\n", true))),
                TestWeb.SMALL,
                schedule,
                "Etc/UTC",
                0,
                0);
    }

    private Applied apply(DockerRuntime runtime, Workload.Scheduled scheduled) {
        return Stages.get(
                runtime.workloads().apply(next(), scheduled, Instant.now().plus(SOON), StepLog.NONE));
    }

    private List<Container> runs() {
        return docker.containers(Map.of(Labels.ROLE, Labels.ROLE_SCHEDULED_RUN, Labels.SERVICE, key.serviceId()));
    }

    private List<Container> holders() {
        return docker.containers(Map.of(Labels.ROLE, Labels.ROLE_SCHEDULE, Labels.SERVICE, key.serviceId()));
    }

    private void awaitStruck() {
        await().atMost(SOON).until(clock::hasStruck);
    }

    @Test
    void shouldRunAtItsTimeWithItsVariablesAndFiles() {
        DockerRuntime runtime = runtime();

        assertThat(apply(runtime, scheduled("echo $WORD; cat /etc/deep/word", "* * * * *"))
                        .unchanged())
                .isFalse();
        assertThat(runs()).isEmpty();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(runs())
                        .singleElement()
                        .satisfies(run -> assertThat(run.getState()).isEqualTo("exited")));
        assertThat(Stages.get(runtime.logs().last(key, 10)))
                .extracting(LogLine::text)
                .containsExactly("hello", "world");
    }

    @Test
    void shouldTouchNothingWhenNothingChanged() {
        DockerRuntime runtime = runtime();
        apply(runtime, scheduled("true", "0 0 1 1 *"));
        String holder = holders().getFirst().getId();

        assertThat(apply(runtime, scheduled("true", "0 0 1 1 *")).unchanged()).isTrue();
        assertThat(holders()).extracting(Container::getId).containsExactly(holder);

        assertThat(apply(runtime, scheduled("true", "0 0 2 1 *")).unchanged()).isFalse();
        assertThat(holders()).hasSize(1).extracting(Container::getId).doesNotContain(holder);
    }

    @Test
    void shouldTakeUpTheSchedulesThatItFinds() {
        DockerRuntime former = DockerRuntime.on(docker.engine(), TestWeb.SETTINGS);
        apply(former, scheduled("echo run", "* * * * *"));
        former.close();

        runtime().start();

        await().atMost(SOON).untilAsserted(() -> assertThat(runs()).isNotEmpty());
    }

    @Test
    void shouldNotRunWhilePausedAndRunAgainAfterwards() {
        DockerRuntime runtime = runtime();
        apply(runtime, scheduled("echo run", "* * * * *"));

        assertThat(Stages.get(runtime.workloads().stop(next(), StepLog.NONE)).unchanged())
                .isFalse();
        assertThat(Stages.get(runtime.workloads().stop(next(), StepLog.NONE)).unchanged())
                .isTrue();
        awaitStruck();
        assertThat(runs()).isEmpty();

        DockerRuntime next = runtime();
        next.start();
        assertThat(apply(next, scheduled("echo run", "* * * * *")).unchanged()).isFalse();
        assertThat(holders()).hasSize(1);
        await().atMost(SOON).untilAsserted(() -> assertThat(runs()).isNotEmpty());
    }

    @Test
    void shouldSkipATimeWhileTheRunBeforeIsGoing() {
        DockerRuntime first = runtime();
        apply(first, scheduled("sleep 600", "* * * * *"));
        await().atMost(SOON)
                .until(() -> runs().stream().anyMatch(run -> run.getState().equals("running")));
        String going = runs().getFirst().getId();
        first.close();

        DockerRuntime second = runtime();
        second.start();
        awaitStruck();

        assertThat(runs()).extracting(Container::getId).containsExactly(going);
        Stages.get(second.workloads().stop(next(), StepLog.NONE));
        assertThat(runs()).as("stopping ends the run").isEmpty();
    }

    @Test
    void shouldForgetWhatIsDeleted() {
        DockerRuntime runtime = runtime();
        apply(runtime, scheduled("true", "* * * * *"));

        assertThat(Stages.get(runtime.workloads().delete(next(), StepLog.NONE)).unchanged())
                .isFalse();

        assertThat(holders()).isEmpty();
        assertThat(docker.networks())
                .noneMatch(network ->
                        key.environmentId().equals(network.getLabels().get(Labels.ENVIRONMENT)));
        assertThat(Stages.get(runtime.workloads().delete(next(), StepLog.NONE)).unchanged())
                .isTrue();
    }

    @Test
    void shouldRefuseWhatIsNoSchedule() {
        StepFailure failure = Stages.stepFailure(runtime()
                .workloads()
                .apply(next(), scheduled("true", "every day"), Instant.now().plus(SOON), StepLog.NONE));

        assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED);
        assertThat(holders()).isEmpty();
    }

    @Test
    void shouldRefuseAnOlderStepThanTheOneThatPaused() {
        StepRef older = next();
        apply(runtime(), scheduled("true", "0 0 1 1 *"));
        Stages.get(runtimes.getFirst().workloads().stop(next(), StepLog.NONE));

        assertThat(Stages.failure(runtime()
                        .workloads()
                        .apply(
                                older,
                                scheduled("true", "0 0 1 1 *"),
                                Instant.now().plus(SOON),
                                StepLog.NONE)))
                .isInstanceOf(StaleStepException.class);
    }

    @Test
    void shouldTellItsRunningState() {
        List<RunningState> states = new CopyOnWriteArrayList<>();
        DockerRuntime runtime = runtime();
        try (Handle _ = runtime.running().watch(running -> record(states, running))) {
            apply(runtime, scheduled("true", "0 0 1 1 *"));
            await().atMost(SOON).until(() -> states.contains(RunningState.COMPLETED));
            Stages.get(runtime.workloads().stop(next(), StepLog.NONE));
            await().atMost(SOON).until(() -> states.contains(RunningState.STOPPED));
        }
    }

    private void record(List<RunningState> states, ServiceRunning running) {
        if (running.serviceId().equals(key.serviceId())) {
            states.add(running.state());
        }
    }

    /** Shows some seconds before a full minute when it is looked at first, and goes on from there. */
    private static final class StrikingClock extends Clock {

        private static final Duration BEFORE = Duration.ofSeconds(5);
        private static final Duration AFTER = Duration.ofSeconds(2);

        private final Instant minute;
        private @org.jspecify.annotations.Nullable Instant first;

        private StrikingClock(Instant minute) {
            this.minute = minute;
        }

        /** Whether the minute has been full for so long that something would have happened. */
        private synchronized boolean hasStruck() {
            return first != null && instant().isAfter(minute.plus(AFTER));
        }

        @Override
        public synchronized Instant instant() {
            Instant now = Instant.now();
            if (first == null) {
                first = now;
            }
            return minute.minus(BEFORE).plus(Duration.between(first, now));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
