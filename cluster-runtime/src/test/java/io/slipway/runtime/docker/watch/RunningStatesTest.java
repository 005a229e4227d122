package io.slipway.runtime.docker.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning.Instance;
import io.slipway.events.status.ServiceRunning.Occurrence;
import io.slipway.runtime.docker.Labels;
import io.slipway.runtime.docker.engine.ContainerState;
import io.slipway.runtime.docker.engine.ContainerView;
import io.slipway.runtime.docker.watch.RunningStates.Seen;
import io.slipway.runtime.docker.watch.RunningStates.Summary;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunningStatesTest {

    private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

    private static Seen seen(String role, String name, String status, int exitCode) {
        return new Seen(
                new ContainerView("id-" + name, name, status, "", "", Map.of(Labels.ROLE, role)),
                new ContainerState(
                        status, exitCode, false, "", START, finished(status), null, 4, "shop/web:1", 64, null),
                History.NONE);
    }

    private static @Nullable Instant finished(String status) {
        return status.equals("running") || status.equals("created") ? null : START.plusSeconds(9);
    }

    private static Seen workload(String name, String status) {
        return seen(Labels.ROLE_WORKLOAD, name, status, 3);
    }

    private static Summary summary(Seen... seen) {
        return RunningStates.of(Arrays.asList(seen)).orElseThrow();
    }

    private static RunningState state(Seen... seen) {
        return summary(seen).state();
    }

    @ParameterizedTest
    @CsvSource({
        "running,RUNNING",
        "created,STARTING",
        "restarting,ERROR",
        "exited,STOPPED",
        "paused,STOPPED",
        "removing,STOPPING",
        "dead,ERROR"
    })
    void shouldTellTheStateOfAnInstanceThatServes(String status, RunningState expected) {
        assertThat(state(workload("web-a1-0", status))).isEqualTo(expected);
    }

    @Test
    void shouldTellWhyAndHowOften() {
        Instance instance =
                summary(workload("web-a1-0", "restarting")).instances().getFirst();

        assertThat(instance.reason()).isEqualTo("The process ended with exit code 3");
        assertThat(instance.restarts()).isEqualTo(4);
        assertThat(instance.startedAt()).isNull();
        assertThat(summary(workload("web-a1-0", "running"))
                        .instances()
                        .getFirst()
                        .startedAt())
                .isEqualTo(START);
    }

    @Test
    void shouldTellTheContainerWithItsImageAndHowItsProcessEnded() {
        Instance instance =
                summary(workload("web-a1-0", "restarting")).instances().getFirst();

        assertThat(instance.cause()).isEqualTo("CrashLoopBackOff");
        assertThat(instance.containers()).singleElement().satisfies(container -> {
            assertThat(container.image()).isEqualTo("shop/web:1");
            assertThat(container.state()).isEqualTo(RunningState.ERROR);
            assertThat(container.reason()).isEqualTo(instance.reason());
            assertThat(container.restarts()).isEqualTo(4);
            assertThat(container.lastEnding().exitCode()).isEqualTo(3);
            assertThat(container.lastEnding().finishedAt()).isEqualTo(START.plusSeconds(9));
        });
    }

    @Test
    void shouldTellThatTheHealthCheckOfTheImageFails() {
        Seen seen = workload("web-a1-0", "running");
        ContainerState unhealthy =
                new ContainerState("running", 0, false, "", START, null, null, 0, "shop/web:1", 64, 7);
        Instance instance = summary(new Seen(seen.container(), unhealthy, History.NONE))
                .instances()
                .getFirst();

        assertThat(instance.state()).isEqualTo(RunningState.RUNNING);
        assertThat(instance.cause()).isEqualTo("Unhealthy");
        assertThat(instance.reason()).isEqualTo("The health check of the image fails with exit code 7");
    }

    @Test
    void shouldTellWhatHappenedLatelyAndOnlyWarningsOfWhatIsWell() {
        History history = History.NONE.after("start", Map.of(), START).after("die", Map.of("exitCode", "3"), START);
        Seen good = workload("web-a1-0", "running");
        Seen bad = workload("web-a1-1", "restarting");
        List<Instance> instances = summary(
                        new Seen(good.container(), good.state(), history),
                        new Seen(bad.container(), bad.state(), history))
                .instances();

        assertThat(instances.get(0).occurrences()).extracting(Occurrence::cause).containsExactly("Error");
        assertThat(instances.get(1).occurrences()).extracting(Occurrence::cause).containsExactly("Started", "Error");
    }

    @Test
    void shouldWarnWhenSomeAreInErrorAndFailWhenAllAre() {
        Seen good = workload("web-a1-0", "running");
        Seen bad = workload("web-a1-1", "restarting");
        Seen worse = workload("web-a1-2", "dead");

        assertThat(state(good, bad)).isEqualTo(RunningState.WARNING);
        assertThat(state(bad, worse)).isEqualTo(RunningState.ERROR);
    }

    @Test
    void shouldShowACandidateButNotCountItWhileOthersServe() {
        Summary summary = summary(workload("web-a1-0", "running"), workload("web-a2-0-new", "exited"));

        assertThat(summary.state()).isEqualTo(RunningState.RUNNING);
        assertThat(summary.instances())
                .extracting(Instance::name, Instance::state)
                .containsExactly(tuple("web-a1-0", RunningState.RUNNING), tuple("web-a2-0-new", RunningState.ERROR));
    }

    @Test
    void shouldCountACandidateWhenNobodyServes() {
        assertThat(state(workload("web-a2-0-new", "running"))).isEqualTo(RunningState.STARTING);
        assertThat(state(workload("web-a2-0-new", "exited"))).isEqualTo(RunningState.ERROR);
    }

    @Test
    void shouldNotCountAnInstanceThatMadeWay() {
        Summary summary = summary(workload("web-a1-0-old", "exited"), workload("web-a2-0-new", "running"));

        assertThat(summary.state()).isEqualTo(RunningState.STARTING);
        assertThat(summary.instances()).extracting(Instance::name).containsExactly("web-a2-0-new");
    }

    @ParameterizedTest
    @CsvSource({"created,0,STARTING", "running,0,RUNNING", "exited,0,COMPLETED", "exited,1,ERROR"})
    void shouldTellTheStateOfAJob(String status, int exitCode, RunningState expected) {
        assertThat(state(seen(Labels.ROLE_JOB, "seed-job1-1", status, exitCode)))
                .isEqualTo(expected);
    }

    @Test
    void shouldTellTheStateOfASchedule() {
        Seen active = seen(Labels.ROLE_SCHEDULE, "nightly-cron1", "created", 0);
        Seen paused = seen(Labels.ROLE_SCHEDULE, "nightly-cron1-paused", "created", 0);
        Seen going = seen(Labels.ROLE_SCHEDULED_RUN, "nightly-run5-1", "running", 0);
        Seen well = seen(Labels.ROLE_SCHEDULED_RUN, "nightly-run5-1", "exited", 0);
        Seen badly = seen(Labels.ROLE_SCHEDULED_RUN, "nightly-run5-1", "exited", 1);

        assertThat(state(active)).isEqualTo(RunningState.COMPLETED);
        assertThat(state(active, going)).isEqualTo(RunningState.RUNNING);
        assertThat(state(active, well)).isEqualTo(RunningState.COMPLETED);
        assertThat(state(active, badly)).isEqualTo(RunningState.ERROR);
        assertThat(state(paused)).isEqualTo(RunningState.STOPPED);
        assertThat(state(paused, well)).isEqualTo(RunningState.STOPPED);
    }

    @Test
    void shouldHaveNothingToTellOfNothing() {
        assertThat(RunningStates.of(List.of())).isEmpty();
        assertThat(RunningStates.of(List.of(workload("web-a1-0-old", "exited"))))
                .isEmpty();
    }
}
