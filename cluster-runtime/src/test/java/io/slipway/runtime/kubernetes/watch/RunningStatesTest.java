package io.slipway.runtime.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning.Container;
import io.slipway.events.status.ServiceRunning.Ending;
import io.slipway.events.status.ServiceRunning.Instance;
import io.slipway.events.status.ServiceRunning.Occurrence;
import io.slipway.runtime.kubernetes.KubernetesConfig;
import io.slipway.runtime.kubernetes.Labels;
import io.slipway.runtime.kubernetes.TestConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunningStatesTest {

    private static final KubernetesConfig CONFIG = TestConfig.of(Map.of());
    private static final String IMAGE = "registry.example/shop/web:1.4";
    private static final String START = "2026-11-21T00:00:00Z";
    private static final String END = "2026-11-21T00:00:05Z";

    private static PodBuilder pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withName("web-1")
                .withUid("uid-1")
                .addToLabels(Labels.ROLE, Labels.ROLE_WORKLOAD)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage(IMAGE)
                .withNewResources()
                .addToLimits("memory", new Quantity("64Mi"))
                .endResources()
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .endStatus();
    }

    private static Pod pod(UnaryOperator<ContainerStatusBuilder> status) {
        return pod().editStatus()
                .addToContainerStatuses(status.apply(new ContainerStatusBuilder()
                                .withName("app")
                                .withImage("sha256:1234")
                                .withRestartCount(0))
                        .build())
                .endStatus()
                .build();
    }

    private static ContainerStatusBuilder ready(ContainerStatusBuilder status) {
        return status.withReady(true).withNewState().withNewRunning(START).endState();
    }

    private static ContainerStatusBuilder waiting(ContainerStatusBuilder status, String reason, String message) {
        return status.withReady(false)
                .withNewState()
                .withNewWaiting(message, reason)
                .endState();
    }

    private static ContainerStatusBuilder endedBefore(ContainerStatusBuilder status, int exitCode, String reason) {
        return status.withRestartCount(3)
                .withNewLastState()
                .withNewTerminated()
                .withExitCode(exitCode)
                .withReason(reason)
                .withMessage("what the process wrote: password")
                .withStartedAt(START)
                .withFinishedAt(END)
                .endTerminated()
                .endLastState();
    }

    private static Instance instance(Pod pod, Event... events) {
        return RunningStates.of(CONFIG, List.of(), List.of(pod), _ -> Arrays.asList(events))
                .orElseThrow()
                .instances()
                .getFirst();
    }

    private static Event event(String type, String reason, String message, int minute) {
        String time = "2026-11-21T00:%02d:00Z".formatted(minute);
        return new EventBuilder()
                .withNewMetadata()
                .withName(reason + minute)
                .endMetadata()
                .withType(type)
                .withReason(reason)
                .withMessage(message)
                .withFirstTimestamp(time)
                .withLastTimestamp(time)
                .build();
    }

    @Test
    void shouldTellOfAContainerThatRuns() {
        Instance instance = instance(pod(RunningStatesTest::ready));

        assertThat(instance.state()).isEqualTo(RunningState.RUNNING);
        assertThat(instance.reason()).isNull();
        assertThat(instance.containers())
                .containsExactly(
                        new Container("app", IMAGE, RunningState.RUNNING, null, null, 0, Instant.parse(START), null));
    }

    @Test
    void shouldTellHowAProcessThatCrashesAgainAndAgainEnded() {
        Instance instance = instance(
                pod(status -> endedBefore(waiting(status, "CrashLoopBackOff", "back-off 20s restarting"), 3, "Error")));

        assertThat(instance.state()).isEqualTo(RunningState.ERROR);
        assertThat(instance.cause()).isEqualTo("CrashLoopBackOff");
        assertThat(instance.reason()).isEqualTo("The process ended with exit code 3");
        assertThat(instance.restarts()).isEqualTo(3);
        assertThat(instance.containers().getFirst().lastEnding())
                .isEqualTo(new Ending(
                        3, 0, "Error", "ended with exit code 3", null, Instant.parse(START), Instant.parse(END)));
    }

    @Test
    void shouldTellTheSameOfAProcessThatIsAboutToBeStartedAgainHoweverTheClusterShowsIt() {
        Instance waits =
                instance(pod(status -> endedBefore(waiting(status, "CrashLoopBackOff", "back-off"), 3, "Error")));
        Instance ended = instance(pod(status -> status.withRestartCount(3)
                .withReady(false)
                .withNewState()
                .withNewTerminated()
                .withExitCode(3)
                .withReason("Error")
                .withStartedAt(START)
                .withFinishedAt(END)
                .endTerminated()
                .endState()));

        assertThat(ended).isEqualTo(waits);
    }

    @Test
    void shouldTellHowTheProcessBeforeTheOneThatRunsEnded() {
        Instance instance = instance(pod(status -> endedBefore(ready(status), 143, "Error")));

        assertThat(instance.state()).isEqualTo(RunningState.RUNNING);
        assertThat(instance.reason()).isNull();
        assertThat(instance.containers().getFirst().lastEnding()).satisfies(ending -> {
            assertThat(ending.exitCode()).isEqualTo(143);
            assertThat(ending.signal()).isEqualTo(15);
        });
    }

    @Test
    void shouldTellHowMuchMemoryAProcessHasThatTookMore() {
        Instance instance =
                instance(pod(status -> endedBefore(waiting(status, "CrashLoopBackOff", ""), 137, "OOMKilled")));

        assertThat(instance.reason())
                .isEqualTo("The process took more memory than the 64 MiB that it has and was killed."
                        + " Give it more, or have it use less.");
        assertThat(instance.cause()).isEqualTo("OOMKilled");
        assertThat(instance.containers().getFirst().lastEnding().cause()).isEqualTo("OOMKilled");
        assertThat(instance.containers().getFirst().lastEnding().signal()).isEqualTo(9);
    }

    @Test
    void shouldTellThatAnImageCannotBePulled() {
        Instance instance = instance(pod(status -> waiting(
                status, "ImagePullBackOff", "Back-off pulling image \"x\": ErrImagePull: rpc error: not found")));

        assertThat(instance.state()).isEqualTo(RunningState.ERROR);
        assertThat(instance.cause()).isEqualTo("ImagePullBackOff");
        assertThat(instance.reason())
                .startsWith("Image " + IMAGE + " cannot be pulled: there is no such image in the registry");
        assertThat(instance.containers().getFirst().reason()).isEqualTo(instance.reason());
    }

    @Test
    void shouldShowANewVersionInTroubleButNotCountItWhileAnotherServes() {
        Pod serving = pod(RunningStatesTest::ready);
        Pod broken = new PodBuilder(pod(status -> waiting(status, "ErrImagePull", "not found")))
                .editMetadata()
                .withName("web-2")
                .endMetadata()
                .build();

        RunningStates.Summary summary = RunningStates.of(CONFIG, List.of(), List.of(serving, broken), _ -> List.of())
                .orElseThrow();

        assertThat(summary.state()).isEqualTo(RunningState.RUNNING);
        assertThat(summary.instances()).extracting(Instance::cause).containsExactly(null, "ErrImagePull");
    }

    @Test
    void shouldTellThatNoNodeTakesThePod() {
        Pod pod = pod().editStatus()
                .withPhase("Pending")
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason("Unschedulable")
                .withMessage("0/1 nodes are available: 1 Insufficient memory.")
                .endCondition()
                .endStatus()
                .build();

        Instance instance = instance(pod);

        assertThat(instance.state()).isEqualTo(RunningState.STARTING);
        assertThat(instance.cause()).isEqualTo("Unschedulable");
        assertThat(instance.reason())
                .isEqualTo("No node of the cluster takes the pod: 0/1 nodes are available: 1 Insufficient memory."
                        + " Have it ask for less, or give the cluster more room.");
        assertThat(instance.containers()).singleElement().satisfies(container -> {
            assertThat(container.image()).isEqualTo(IMAGE);
            assertThat(container.state()).isEqualTo(RunningState.STARTING);
        });
    }

    @Test
    void shouldTellWhyAPodWasEndedAsAWhole() {
        Pod pod = pod().editStatus()
                .withPhase("Failed")
                .withReason("Evicted")
                .withMessage("The node was low on resource: memory.")
                .endStatus()
                .build();

        assertThat(instance(pod).state()).isEqualTo(RunningState.ERROR);
        assertThat(instance(pod).cause()).isEqualTo("Evicted");
        assertThat(instance(pod).reason()).isEqualTo("The node was low on resource: memory.");
    }

    @Test
    void shouldTellTheTroubleOfAContainerThatHasToRunBefore() {
        Pod pod = new PodBuilder(pod(status -> waiting(status, "PodInitializing", "")))
                .editStatus()
                .addToInitContainerStatuses(endedBefore(
                                waiting(new ContainerStatusBuilder().withName("init"), "CrashLoopBackOff", "back-off"),
                                2,
                                "Error")
                        .build())
                .endStatus()
                .build();

        Instance instance = instance(pod);

        assertThat(instance.state()).isEqualTo(RunningState.ERROR);
        assertThat(instance.reason()).isEqualTo("The process ended with exit code 2");
        assertThat(instance.containers()).extracting(Container::name).containsExactly("app", "init");
    }

    @Test
    void shouldTellTheClustersWordsOnlyOfWhatItSaidItself() {
        Pod pod = pod(status -> status.withReady(false)
                .withNewState()
                .withNewTerminated()
                .withExitCode(128)
                .withReason("StartError")
                .withMessage("exec: \"serve\": executable file not found")
                .endTerminated()
                .endState());

        Instance instance = instance(pod);

        assertThat(instance.reason())
                .isEqualTo("The process cannot be started: exec: \"serve\": executable file not found");
        assertThat(instance.containers().getFirst().lastEnding().message()).contains("executable file not found");
        assertThat(instance.containers().getFirst().lastEnding().signal()).isZero();
    }

    @Test
    void shouldTellAFewEventsWarningsAndTheLatestFirst() {
        List<Event> events = new ArrayList<>();
        events.add(event("Warning", "BackOff", "Back-off restarting", 1));
        for (int minute = 2; minute < 12; minute++) {
            events.add(event("Normal", "Pulled", "pulled " + minute, minute));
        }
        Instance instance =
                instance(pod(status -> waiting(status, "CrashLoopBackOff", "")), events.toArray(new Event[0]));

        assertThat(instance.occurrences()).hasSize(Instance.MOST);
        assertThat(instance.occurrences().getFirst())
                .isEqualTo(
                        new Occurrence(true, "BackOff", "Back-off restarting", Instant.parse("2026-11-21T00:01:00Z")));
        assertThat(instance.occurrences())
                .extracting(Occurrence::message)
                .containsExactly("Back-off restarting", "pulled 8", "pulled 9", "pulled 10", "pulled 11");
    }

    @Test
    void shouldTellOnlyWarningsOfWhatIsWell() {
        Instance instance = instance(
                pod(RunningStatesTest::ready),
                event("Normal", "Started", "Started container app", 1),
                event("Warning", "Unhealthy", "Readiness probe failed: connection refused", 0));

        assertThat(instance.occurrences())
                .extracting(Occurrence::message)
                .containsExactly("Readiness probe failed: connection refused");
    }

    @Test
    void shouldTellNothingNewWhenAnEventHappensAgain() {
        Event once = event("Warning", "BackOff", "Back-off restarting", 1);
        Event again = new EventBuilder(once)
                .withCount(2)
                .withLastTimestamp("2026-11-21T00:09:00Z")
                .build();
        Pod pod = pod(status -> waiting(status, "CrashLoopBackOff", ""));

        assertThat(instance(pod, again)).isEqualTo(instance(pod, once));
    }

    @ParameterizedTest
    @CsvSource({
        "Unhealthy,Readiness probe failed: db password is s3cret,Readiness probe failed",
        "ProbeWarning,Liveness probe warning: s3cret,Liveness probe warning",
        "BackOff,Back-off: all of it,Back-off: all of it"
    })
    void shouldNotTellWhatTheCommandOfAProbeWrote(String reason, String message, String told) {
        Pod pod = new PodBuilder(pod(status -> waiting(status, "CrashLoopBackOff", "")))
                .editSpec()
                .editFirstContainer()
                .withNewReadinessProbe()
                .withNewExec()
                .withCommand("check")
                .endExec()
                .endReadinessProbe()
                .endContainer()
                .endSpec()
                .build();

        assertThat(instance(pod, event("Warning", reason, message, 1)).occurrences())
                .extracting(Occurrence::message)
                .containsExactly(told);
    }
}
