package io.slipway.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning;
import io.slipway.events.status.ServiceRunning.Ending;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every {@link RunningWatcher} and {@link ServiceLogs} has to do. */
public abstract class RunningWatcherContract {

    private static final Duration SOON = Duration.ofSeconds(100);

    protected final ServiceKey service =
            new ServiceKey(UUID.randomUUID().toString(), UUID.randomUUID().toString());
    private final List<ServiceRunning> told = new CopyOnWriteArrayList<>();
    private Handle handle = () -> {};
    private long attempts;

    protected abstract WorkloadRuntime workloads();

    protected abstract RunningWatcher watcher();

    protected abstract ServiceLogs logs();

    /** A service that gets ready and has written {@code web is ready} by then. */
    protected abstract Workload.Service working(int instances);

    private String version() {
        return ImageVersion.of(working(1).image().reference());
    }

    /** Has the instances of the service crash for good, with exit code 3. */
    protected abstract void breakInstances();

    /** Has the instances of the service crash once, with exit code 3: they come back. */
    protected abstract void crashInstances();

    @AfterEach
    void closeHandle() {
        handle.close();
    }

    private StepRef next() {
        return new StepRef(service.environmentId(), "deployment", service.serviceId(), StepKind.WORKLOAD, ++attempts);
    }

    private void apply(int instances) {
        Stages.get(workloads().apply(next(), working(instances), Instant.now().plus(SOON), StepLog.NONE));
    }

    private void watch() {
        handle = watcher().watch(running -> {
            if (running.serviceId().equals(service.serviceId())) {
                told.add(running);
            }
        });
    }

    private void awaitState(RunningState state) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(told)
                        .isNotEmpty()
                        .last()
                        .extracting(ServiceRunning::state)
                        .isEqualTo(state));
    }

    @Test
    void shouldTellWhatRunsAlready() {
        apply(2);

        watch();

        awaitState(RunningState.RUNNING);
        assertThat(told.getLast().instances()).hasSize(2).allSatisfy(instance -> {
            assertThat(instance.state()).isEqualTo(RunningState.RUNNING);
            assertThat(instance.startedAt()).isNotNull();
            assertThat(instance.reason()).isNull();
            assertThat(instance.cause()).isNull();
            assertThat(instance.containers()).singleElement().satisfies(container -> {
                assertThat(container.image()).endsWith(working(2).image().reference());
                assertThat(container.state()).isEqualTo(RunningState.RUNNING);
                assertThat(container.startedAt()).isEqualTo(instance.startedAt());
                assertThat(container.lastEnding()).isNull();
            });
        });
        assertThat(told.getLast().environmentId()).isEqualTo(service.environmentId());
    }

    @Test
    void shouldTellChangesFromStartToDelete() {
        watch();

        apply(1);
        awaitState(RunningState.RUNNING);
        Stages.get(workloads().stop(next(), StepLog.NONE));
        awaitState(RunningState.STOPPED);
        apply(1);
        awaitState(RunningState.RUNNING);
        Stages.get(workloads().delete(next(), StepLog.NONE));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(told.getLast().instances()).isEmpty());
        assertThat(told.getLast().state()).isEqualTo(RunningState.STOPPED);
    }

    @Test
    void shouldTellWhenInstancesCrash() {
        apply(1);
        watch();
        awaitState(RunningState.RUNNING);

        breakInstances();

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(told).extracting(ServiceRunning::state).contains(RunningState.ERROR));
        ServiceRunning broken = told.stream()
                .filter(running -> running.state() == RunningState.ERROR)
                .findFirst()
                .orElseThrow();
        assertThat(broken.instances()).singleElement().satisfies(instance -> {
            assertThat(instance.reason()).contains("exit code 3");
            assertThat(instance.cause()).isNotBlank();
            assertThat(instance.containers()).singleElement().satisfies(container -> {
                assertThat(container.state()).isEqualTo(RunningState.ERROR);
                assertCrashed(container.lastEnding());
            });
        });
    }

    @Test
    void shouldTellHowTheProcessBeforeThePresentOneEnded() {
        apply(1);
        watch();
        awaitState(RunningState.RUNNING);

        crashInstances();

        await().atMost(SOON).untilAsserted(() -> {
            ServiceRunning now = told.getLast();
            assertThat(now.state()).isEqualTo(RunningState.RUNNING);
            assertThat(now.instances()).singleElement().satisfies(instance -> {
                assertThat(instance.restarts()).isEqualTo(1);
                assertThat(instance.containers().getFirst().restarts()).isEqualTo(1);
                assertCrashed(instance.containers().getFirst().lastEnding());
            });
        });
    }

    private static void assertCrashed(@Nullable Ending ending) {
        assertThat(ending).isNotNull();
        assertThat(ending.exitCode()).isEqualTo(3);
        assertThat(ending.signal()).isZero();
        assertThat(ending.cause()).isEqualTo("Error");
        assertThat(ending.description()).contains("exit code 3");
        assertThat(ending.finishedAt()).isNotNull();
    }

    @Test
    void shouldGiveTheLastLines() {
        apply(1);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Stages.get(logs().last(service, 10)))
                        .extracting(LogLine::text)
                        .contains("web is ready"));
        assertThat(Stages.get(logs().last(service, 10))).allSatisfy(line -> {
            assertThat(line.instance()).isNotBlank();
            assertThat(line.at()).isAfter(Instant.EPOCH);
        });
    }

    @Test
    void shouldFollowLinesOfInstancesThatStartLater() {
        List<LogLine> lines = new CopyOnWriteArrayList<>();
        handle = logs().follow(service, 10, lines::add);

        apply(1);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(lines).extracting(LogLine::text).contains("web is ready"));
        assertThat(lines).extracting(LogLine::version).containsOnly(version());
    }
}
