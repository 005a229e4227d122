package io.slipway.runtime.kubernetes.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunStateTest {

    private static final Job NEW = new JobBuilder()
            .withNewMetadata()
            .endMetadata()
            .withNewStatus()
            .endStatus()
            .build();

    private static Pod pod(String name, ContainerState job, ContainerState holder) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withCreationTimestamp("2026-11-21T10:00:0" + name + "Z")
                .endMetadata()
                .withNewStatus()
                .addNewInitContainerStatus()
                .withName("prepare")
                .withState(ended(0, 0))
                .endInitContainerStatus()
                .addNewInitContainerStatus()
                .withName("job")
                .withState(job)
                .endInitContainerStatus()
                .addNewContainerStatus()
                .withName("holder")
                .withState(holder)
                .endContainerStatus()
                .endStatus()
                .build();
    }

    private static ContainerState waiting() {
        return new ContainerStateBuilder().withNewWaiting("", "PodInitializing").build();
    }

    private static ContainerState running(int second) {
        return new ContainerStateBuilder()
                .withNewRunning("2026-11-21T10:01:0" + second + "Z")
                .build();
    }

    private static ContainerState ended(int second, int exitCode) {
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withStartedAt("2026-11-21T10:01:0" + second + "Z")
                .withFinishedAt("2026-11-21T10:02:0" + second + "Z")
                .withExitCode(exitCode)
                .endTerminated()
                .build();
    }

    private static Job with(String condition, String reason, int failed) {
        return new JobBuilder()
                .withNewMetadata()
                .addToAnnotations("slipway.io/started", "2026-11-21T10:00:30Z")
                .endMetadata()
                .withNewStatus()
                .withFailed(failed)
                .addNewCondition()
                .withType(condition)
                .withStatus("True")
                .withReason(reason)
                .withLastTransitionTime("2026-11-21T10:05:00Z")
                .endCondition()
                .endStatus()
                .build();
    }

    @Test
    void shouldHaveNoTryBeforeTheProcessRuns() {
        RunState state = RunState.of(NEW, List.of(pod("1", waiting(), waiting())));

        assertThat(state.tries()).isZero();
        assertThat(state.first()).isNull();
        assertThat(state.active()).isTrue();
        assertThat(state.last())
                .hasValueSatisfying(last -> assertThat(last.over()).isFalse());
    }

    @Test
    void shouldCountTriesInTheirOrderAndFromTheFirstStart() {
        RunState state = RunState.of(
                NEW,
                List.of(
                        pod("3", running(3), waiting()),
                        pod("1", ended(1, 1), waiting()),
                        pod("2", ended(2, 137), waiting())));

        assertThat(state.tries()).isEqualTo(3);
        assertThat(state.first()).isEqualTo(Instant.parse("2026-11-21T10:01:01Z"));
        assertThat(state.pods()).extracting(RunState.Try::name).containsExactly("1", "2", "3");
        assertThat(state.active()).isTrue();
        assertThat(state.success()).isEmpty();
    }

    @Test
    void shouldCountPodsThatAreGone() {
        RunState state =
                RunState.of(with("Failed", "BackoffLimitExceeded", 3), List.of(pod("3", ended(3, 1), waiting())));

        assertThat(state.tries()).isEqualTo(3);
        assertThat(state.failed()).contains("BackoffLimitExceeded");
        assertThat(state.decidedAt()).isEqualTo(Instant.parse("2026-11-21T10:05:00Z"));
        assertThat(state.active()).isFalse();
    }

    @Test
    void shouldSucceedWithTheProcessAndBeHeldWithTheHolder() {
        RunState waiting = RunState.of(NEW, List.of(pod("1", ended(1, 0), waiting())));
        RunState held = RunState.of(NEW, List.of(pod("1", ended(1, 0), running(5))));

        assertThat(waiting.success()).isPresent();
        assertThat(waiting.active()).isFalse();
        assertThat(waiting.held()).isFalse();
        assertThat(held.held()).isTrue();
    }

    @Test
    void shouldTakeSuccessFromAHolderThatWasKilled() {
        RunState state =
                RunState.of(with("Failed", "PodFailurePolicy", 1), List.of(pod("1", ended(1, 0), ended(5, 137))));

        assertThat(state.success()).isPresent();
        assertThat(state.tries()).isEqualTo(1);
    }

    @Test
    void shouldKnowWhenARunBeganThatWasEndedWithItsPods() {
        RunState state = RunState.of(with("Failed", "DeadlineExceeded", 1), List.of());

        assertThat(state.first()).isEqualTo(Instant.parse("2026-11-21T10:00:30Z"));
        assertThat(state.tries()).isEqualTo(1);
    }

    @Test
    void shouldSeeSuccessWithoutItsPod() {
        RunState state = RunState.of(with("Complete", "CompletionsReached", 0), List.of());

        assertThat(state.complete()).isTrue();
        assertThat(state.active()).isFalse();
        assertThat(state.held()).isTrue();
    }

    @Test
    void shouldCountAProcessThatCouldNotBeStarted() {
        ContainerState never = new ContainerStateBuilder()
                .withNewTerminated()
                .withStartedAt("1970-01-01T00:00:00Z")
                .withFinishedAt("2026-11-21T10:02:00Z")
                .withExitCode(128)
                .withReason("StartError")
                .endTerminated()
                .build();

        RunState state = RunState.of(NEW, List.of(pod("1", never, waiting())));

        assertThat(state.tries()).isEqualTo(1);
        assertThat(state.first()).isEqualTo(Instant.parse("2026-11-21T10:02:00Z"));
    }
}
