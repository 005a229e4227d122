package io.slipway.runtime.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning;
import io.slipway.events.status.ServiceRunning.Instance;
import io.slipway.events.status.ServiceRunning.Occurrence;
import io.slipway.runtime.Handle;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.kubernetes.ClusterTest;
import io.slipway.runtime.kubernetes.KubernetesRuntime;
import io.slipway.runtime.kubernetes.Labels;
import io.slipway.runtime.kubernetes.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a real cluster says of pods in trouble, in the words of those whose services they are. */
@ClusterTest
class KubernetesTroubleIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String ENVIRONMENT = UUID.randomUUID().toString();
    private static final Map<String, ServiceRunning> TOLD = new ConcurrentHashMap<>();

    private static TestCluster cluster;
    private static KubernetesRuntime runtime;
    private static Handle watch = () -> {};

    /** All begin at once and get into trouble side by side. */
    @BeforeAll
    static void open() {
        cluster = TestCluster.open(Map.of());
        cluster.cluster()
                .client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace())
                        .withLabels(Labels.installation(cluster.cluster().instance()))
                        .endMetadata()
                        .build())
                .create();
        runtime = KubernetesRuntime.on(cluster.cluster());
        watch = runtime.running().watch(running -> TOLD.put(running.serviceId(), running));
        run(container("crashing", "exit 3").build());
        run(container("missing", "").withImage(image("slipway-test/no-such:1")).build());
        run(container("greedy", "x=0123456789; while true; do x=$x$x; done")
                .withNewResources()
                .addToLimits("memory", new Quantity("16Mi"))
                .endResources()
                .build());
        run(container("huge", "sleep 600")
                .withNewResources()
                .addToRequests("memory", new Quantity("4000Gi"))
                .endResources()
                .build());
        run(container("talkative", "sleep 600")
                .withNewReadinessProbe()
                .withPeriodSeconds(1)
                .withNewExec()
                .withCommand("/bin/sh", "-c", "echo the password is s3cret; exit 1")
                .endExec()
                .endReadinessProbe()
                .build());
    }

    @AfterAll
    static void close() {
        watch.close();
        runtime.close();
        cluster.close();
    }

    private static String namespace() {
        return cluster.cluster().names().namespace(ENVIRONMENT);
    }

    private static String image(String name) {
        return TestCluster.registry() + "/" + name;
    }

    private static ContainerBuilder container(String name, String script) {
        return new ContainerBuilder()
                .withName(name)
                .withImage(image(TestCluster.IMAGE))
                .withCommand("/bin/sh", "-c", script);
    }

    /** A pod of the service that is called like its container. */
    private static void run(Container container) {
        cluster.cluster()
                .client()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(container.getName())
                        .withNamespace(namespace())
                        .withLabels(Labels.service(
                                cluster.cluster().instance(),
                                new ServiceKey(ENVIRONMENT, container.getName()),
                                Labels.ROLE_WORKLOAD))
                        .endMetadata()
                        .withNewSpec()
                        .withTerminationGracePeriodSeconds(0L)
                        .withContainers(container)
                        .endSpec()
                        .build())
                .create();
    }

    private static void awaitInstance(String service, Consumer<Instance> expected) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(TOLD.get(service))
                        .isNotNull()
                        .satisfies(running ->
                                assertThat(running.instances()).singleElement().satisfies(expected)));
    }

    private static List<String> warnings(Instance instance) {
        return instance.occurrences().stream()
                .filter(Occurrence::warning)
                .map(Occurrence::cause)
                .toList();
    }

    @Test
    void shouldTellOfAProcessThatCrashesAgainAndAgain() {
        awaitInstance("crashing", instance -> {
            assertThat(instance.state()).isEqualTo(RunningState.ERROR);
            assertThat(instance.cause()).isEqualTo("CrashLoopBackOff");
            assertThat(instance.reason()).isEqualTo("The process ended with exit code 3");
            assertThat(instance.restarts()).isPositive();
            assertThat(instance.containers().getFirst().lastEnding().exitCode()).isEqualTo(3);
            assertThat(instance.containers().getFirst().image()).isEqualTo(image(TestCluster.IMAGE));
            assertThat(warnings(instance)).contains("BackOff");
        });
    }

    @Test
    void shouldTellOfAnImageThatCannotBePulled() {
        awaitInstance("missing", instance -> {
            assertThat(instance.state()).isEqualTo(RunningState.ERROR);
            assertThat(instance.cause()).isIn("ErrImagePull", "ImagePullBackOff");
            assertThat(instance.reason())
                    .startsWith("Image " + image("slipway-test/no-such:1")
                            + " cannot be pulled: there is no such image in the registry");
            assertThat(warnings(instance)).contains("Failed");
        });
    }

    @Test
    void shouldTellOfAProcessThatTookTooMuchMemory() {
        awaitInstance("greedy", instance -> {
            assertThat(instance.state()).isEqualTo(RunningState.ERROR);
            assertThat(instance.cause()).isEqualTo("OOMKilled");
            assertThat(instance.reason()).startsWith("The process took more memory than the 16 MiB that it has");
            assertThat(instance.containers().getFirst().lastEnding().cause()).isEqualTo("OOMKilled");
            assertThat(instance.containers().getFirst().lastEnding().signal()).isEqualTo(9);
        });
    }

    @Test
    void shouldTellOfAPodThatNoNodeTakes() {
        awaitInstance("huge", instance -> {
            assertThat(instance.state()).isEqualTo(RunningState.STARTING);
            assertThat(instance.cause()).isEqualTo("Unschedulable");
            assertThat(instance.reason())
                    .startsWith("No node of the cluster takes the pod:")
                    .contains("memory");
            assertThat(warnings(instance)).contains("FailedScheduling");
        });
    }

    @Test
    void shouldTellThatAProbeFailsButNotWhatItsCommandWrote() {
        awaitInstance("talkative", instance -> {
            assertThat(instance.state()).isEqualTo(RunningState.STARTING);
            assertThat(warnings(instance)).contains("Unhealthy");
            assertThat(instance.toString()).doesNotContain("s3cret");
        });
    }
}
