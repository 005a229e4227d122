package io.slipway.runtime.kubernetes.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.runtime.kubernetes.workload.RolloutProgress.Seen;
import io.slipway.runtime.kubernetes.workload.RolloutProgress.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutProgressTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final RolloutProgress PROGRESS =
            new RolloutProgress("web", 2, 2, Duration.ofSeconds(30), Duration.ofSeconds(20), 64);

    private static Deployment deployment(int wanted, int updated, int all, int available, long observed) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("d")
                .withGeneration(2L)
                .addToAnnotations("deployment.kubernetes.io/revision", "7")
                .endMetadata()
                .withNewSpec()
                .withReplicas(wanted)
                .endSpec()
                .withNewStatus()
                .withObservedGeneration(observed)
                .withReplicas(all)
                .withUpdatedReplicas(updated)
                .withAvailableReplicas(available)
                .endStatus()
                .build();
    }

    private static ReplicaSet set(String hash, String revision) {
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withName("d-" + hash)
                .addToLabels("pod-template-hash", hash)
                .addToAnnotations("deployment.kubernetes.io/revision", revision)
                .endMetadata()
                .build();
    }

    private static Pod pod(String hash, ContainerStatus status) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("d-" + hash + "-1")
                .addToLabels("pod-template-hash", hash)
                .endMetadata()
                .withNewStatus()
                .withPhase("Pending")
                .withStartTime(NOW.minusSeconds(10).toString())
                .withContainerStatuses(status)
                .endStatus()
                .build();
    }

    private static ContainerStatusBuilder status() {
        return new ContainerStatusBuilder()
                .withName("app")
                .withImage("shop/web:1")
                .withRestartCount(0);
    }

    private static ContainerStatus waiting(String reason, String message) {
        return status().withState(new ContainerStateBuilder()
                        .withNewWaiting(message, reason)
                        .build())
                .build();
    }

    private static ContainerStatus ended(String reason, int exitCode, int restarts) {
        return status().withRestartCount(restarts)
                .withState(new ContainerStateBuilder()
                        .withNewTerminated()
                        .withReason(reason)
                        .withExitCode(exitCode)
                        .withMessage("no such file")
                        .endTerminated()
                        .build())
                .build();
    }

    private static Seen seen(Pod... pods) {
        return new Seen(deployment(1, 1, 2, 1, 2), List.of(set("old", "6"), set("new", "7")), List.of(pods), List.of());
    }

    private static Verdict of(ContainerStatus status) {
        return PROGRESS.of(seen(pod("new", status)), NOW);
    }

    private static Verdict.Broken broken(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Broken.class);
        return (Verdict.Broken) verdict;
    }

    @Test
    void shouldBeDoneWhenOnlyAvailableInstancesOfTheWantedVersionAreLeft() {
        assertThat(PROGRESS.of(new Seen(deployment(2, 2, 2, 2, 2), List.of(), List.of(), List.of()), NOW))
                .isInstanceOf(Verdict.Done.class);
        assertThat(PROGRESS.of(new Seen(deployment(2, 2, 3, 2, 2), List.of(), List.of(), List.of()), NOW))
                .isInstanceOf(Verdict.Waiting.class);
        assertThat(PROGRESS.of(new Seen(deployment(2, 2, 2, 1, 2), List.of(), List.of(), List.of()), NOW))
                .isInstanceOf(Verdict.Waiting.class);
        // The controller has not seen what was applied.
        assertThat(PROGRESS.of(new Seen(deployment(2, 2, 2, 2, 1), List.of(), List.of(), List.of()), NOW))
                .isInstanceOf(Verdict.Waiting.class);
    }

    @Test
    void shouldFailAtOnceWhenThereIsNoSuchImage() {
        Verdict.Broken broken = broken(of(waiting("ErrImagePull", "shop/web:1: not found")));

        assertThat(broken.reason()).isEqualTo(Reason.IMAGE_UNAVAILABLE);
        assertThat(broken.message()).contains("shop/web:1").contains("not found");
    }

    @Test
    void shouldBePatientWithARegistryThatDoesNotAnswer() {
        Seen seen = seen(pod("new", waiting("ImagePullBackOff", "dial tcp: i/o timeout")));

        assertThat(PROGRESS.of(seen, NOW))
                .isInstanceOfSatisfying(
                        Verdict.Waiting.class,
                        waiting -> assertThat(waiting.lookAgainAt()).isEqualTo(NOW.plusSeconds(10)));
        assertThat(broken(PROGRESS.of(seen, NOW.plusSeconds(10))).reason()).isEqualTo(Reason.IMAGE_UNAVAILABLE);
    }

    @Test
    void shouldFailWhenTheProcessGoesOnEnding() {
        assertThat(of(ended("Error", 3, 1))).isInstanceOf(Verdict.Waiting.class);

        Verdict.Broken broken = broken(of(ended("Error", 3, 2)));
        assertThat(broken.reason()).isEqualTo(Reason.CRASHED);
        assertThat(broken.message()).contains("exit code 3");
        assertThat(broken.crashed()).isEqualTo("d-new-1");
    }

    @Test
    void shouldSayWhenMemoryIsTooSmall() {
        Verdict.Broken broken = broken(of(ended("OOMKilled", 137, 0)));

        assertThat(broken.reason()).isEqualTo(Reason.OUT_OF_MEMORY);
        assertThat(broken.message()).contains("64 MiB");
    }

    @Test
    void shouldSayWhenTheCommandDoesNotExist() {
        assertThat(broken(of(ended("StartError", 128, 0))).message()).contains("no such file");
    }

    @Test
    void shouldNotCareForPodsOfTheFormerVersion() {
        assertThat(PROGRESS.of(seen(pod("old", ended("OOMKilled", 137, 9))), NOW))
                .isInstanceOf(Verdict.Waiting.class);
    }

    @Test
    void shouldFailWhenNoNodeHasRoomForTooLong() {
        Pod pod = new PodBuilder(pod("new", status().build()))
                .editStatus()
                .withContainerStatuses(List.of())
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason("Unschedulable")
                .withMessage("0/1 nodes are available: 1 Insufficient cpu.")
                .withLastTransitionTime(NOW.toString())
                .endCondition()
                .endStatus()
                .build();

        assertThat(PROGRESS.of(seen(pod), NOW.plusSeconds(29))).isInstanceOf(Verdict.Waiting.class);
        assertThat(broken(PROGRESS.of(seen(pod), NOW.plusSeconds(30))).message())
                .contains("Insufficient cpu");
    }

    @Test
    void shouldSayThatTheQuotaIsUsedUp() {
        Deployment deployment = new DeploymentBuilder(deployment(1, 0, 1, 1, 2))
                .editStatus()
                .addNewCondition()
                .withType("ReplicaFailure")
                .withStatus("True")
                .withReason("FailedCreate")
                .withMessage("pods \"d-new-1\" is forbidden: exceeded quota: slipway")
                .endCondition()
                .endStatus()
                .build();

        Verdict.Broken broken =
                broken(PROGRESS.of(new Seen(deployment, List.of(set("new", "7")), List.of(), List.of()), NOW));

        assertThat(broken.reason()).isEqualTo(Reason.UNSUPPORTED);
        assertThat(broken.message()).contains("quota").contains("exceeded");
    }

    @Test
    void shouldTellWhatTheProbeSaysWhenTimeIsOver() {
        Pod pod = pod(
                "new",
                status().withReady(false)
                        .withState(new ContainerStateBuilder()
                                .withNewRunning(NOW.toString())
                                .build())
                        .build());
        Event event = new EventBuilder()
                .withReason("Unhealthy")
                .withMessage("Readiness probe failed: HTTP probe failed with statuscode: 503")
                .withNewInvolvedObject()
                .withKind("Pod")
                .withName("d-new-1")
                .endInvolvedObject()
                .build();

        Verdict.Broken broken = PROGRESS.late(
                new Seen(deployment(1, 1, 2, 1, 2), List.of(set("new", "7")), List.of(pod), List.of(event)), NOW);

        assertThat(broken.reason()).isEqualTo(Reason.NOT_READY);
        assertThat(broken.message()).contains("web is up but not ready").contains("503");
    }
}
