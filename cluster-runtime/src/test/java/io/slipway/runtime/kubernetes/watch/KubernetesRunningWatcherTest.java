package io.slipway.runtime.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning;
import io.slipway.events.status.ServiceRunning.Occurrence;
import io.slipway.runtime.Handle;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.kubernetes.Labels;
import io.slipway.runtime.kubernetes.MockCluster;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a running state says of a pod's events, and that it does not depend on them. */
class KubernetesRunningWatcherTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ServiceKey WEB = new ServiceKey("env-1", "web");

    private final MockCluster mock = new MockCluster(Map.of());
    private final String namespace = mock.cluster().names().namespace(WEB.environmentId());
    private final List<ServiceRunning> told = new CopyOnWriteArrayList<>();
    private Handle watch = () -> {};

    @AfterEach
    void close() {
        watch.close();
        mock.close();
    }

    private void watch() {
        watch = new KubernetesRunningWatcher(mock.cluster(), Clock.systemUTC()).watch(told::add);
    }

    private void pod() {
        mock.client()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("web-1")
                        .withUid("uid-1")
                        .withNamespace(namespace)
                        .withLabels(Labels.service(mock.cluster().instance(), WEB, Labels.ROLE_WORKLOAD))
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("app")
                        .withImage("shop/web:1")
                        .endContainer()
                        .endSpec()
                        .withNewStatus()
                        .withPhase("Pending")
                        .endStatus()
                        .build())
                .create();
    }

    private String podUid() {
        return mock.client()
                .pods()
                .inNamespace(namespace)
                .withName("web-1")
                .get()
                .getMetadata()
                .getUid();
    }

    private Event event(String in, String name, String podUid) {
        return new EventBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(in)
                .endMetadata()
                .withNewInvolvedObject()
                .withKind("Pod")
                .withName("web-1")
                .withNamespace(in)
                .withUid(podUid)
                .endInvolvedObject()
                .withType("Warning")
                .withReason("FailedScheduling")
                .withMessage(name)
                .withFirstTimestamp("2026-11-21T00:00:00Z")
                .build();
    }

    private List<String> occurrences() {
        return told.isEmpty() || told.getLast().instances().isEmpty()
                ? List.of()
                : told.getLast().instances().getFirst().occurrences().stream()
                        .map(Occurrence::message)
                        .toList();
    }

    @Test
    void shouldTellEventsOfAPodAsTheyComeAndNoOthers() {
        pod();
        watch();
        await().atMost(SOON).until(() -> !told.isEmpty());
        assertThat(told.getLast().state()).isEqualTo(RunningState.STARTING);

        mock.client().resource(event("elsewhere", "of-another", podUid())).create();
        mock.client().resource(event(namespace, "of-another-pod", "another")).create();
        mock.client().resource(event(namespace, "no-room", podUid())).create();

        await().atMost(SOON).untilAsserted(() -> assertThat(occurrences()).containsExactly("no-room"));
        mock.client().resource(event(namespace, "no-room", podUid())).delete();
        await().atMost(SOON).untilAsserted(() -> assertThat(occurrences()).isEmpty());
    }

    @Test
    void shouldTellEventsThatWereThereBefore() {
        pod();
        mock.client().resource(event(namespace, "no-room", podUid())).create();

        watch();

        await().atMost(SOON).untilAsserted(() -> assertThat(occurrences()).containsExactly("no-room"));
    }

    @Test
    void shouldTellWhatRunsWhereEventsMayNotBeRead() {
        mock.refuse("events");
        watch();

        pod();

        await().atMost(SOON).until(() -> !told.isEmpty());
        assertThat(told.getLast().instances()).singleElement().satisfies(instance -> {
            assertThat(instance.state()).isEqualTo(RunningState.STARTING);
            assertThat(instance.occurrences()).isEmpty();
        });
    }
}
