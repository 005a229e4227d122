package io.slipway.runtime.kubernetes.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.slipway.events.spec.Probes.Check;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.runtime.Environments;
import io.slipway.runtime.ImageToRun;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.Stages;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.Workload;
import io.slipway.runtime.WorkloadRuntime.Applied;
import io.slipway.runtime.kubernetes.ClusterTest;
import io.slipway.runtime.kubernetes.KubernetesRuntime;
import io.slipway.runtime.kubernetes.TestCluster;
import io.slipway.runtime.kubernetes.TestService;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real cluster takes every kind of object that a service can need, and keeps none that it needs no more. */
@ClusterTest
class KubernetesEverythingIT {

    private static final Duration SOON = Duration.ofSeconds(50);

    private static TestCluster open;

    private final ServiceKey key =
            new ServiceKey(UUID.randomUUID().toString(), UUID.randomUUID().toString());
    private final KubernetesClient client = open.cluster().client();
    private final KubernetesRuntime runtime = KubernetesRuntime.on(open.cluster());
    private final TestService web = new TestService(open.cluster(), key);
    private long attempts;

    @BeforeAll
    static void open() {
        open = TestCluster.open(Map.ofEntries(
                Map.entry("ingress.domain", "apps.example.com"),
                Map.entry("ingress.tls-secret", "wildcard"),
                Map.entry("network-policy.enabled", "true"),
                Map.entry("quota.pods", "10"),
                Map.entry("quota.cpu", "8"),
                Map.entry("quota.memory", "2Gi"),
                Map.entry("quota.storage", "1Gi"),
                Map.entry("registry.username", "slipway"),
                Map.entry("registry.password", "not asked for")));
    }

    @AfterAll
    static void close() {
        open.close();
    }

    @AfterEach
    void stop() {
        runtime.close();
        client.namespaces().withName(web.namespace()).delete();
    }

    private CompletionStage<Applied> apply(Workload workload, Duration patience) {
        StepRef step = new StepRef(key.environmentId(), "deployment", key.serviceId(), StepKind.WORKLOAD, ++attempts);
        return runtime.workloads().apply(step, workload, Instant.now().plus(patience), StepLog.NONE);
    }

    private Workload.Service scaling(int from, int to) {
        Workload.Service plain = web.working("one", from);
        return new Workload.Service(
                key,
                Environments.ref(key),
                plain.name(),
                plain.hostnames(),
                ImageToRun.of(TestCluster.IMAGE),
                plain.input(),
                plain.ports(),
                plain.resources(),
                from,
                to,
                plain.readiness(),
                TestService.probe(new Check.Exec(List.of("/bin/true"))),
                List.of());
    }

    private <T extends HasMetadata> List<T> all(Class<T> kind) {
        return client.resources(kind).inNamespace(web.namespace()).list().getItems();
    }

    @Test
    void shouldMakeEverythingThatAServiceNeedsAndRemoveWhatItNeedsNoMore() {
        Applied applied = Stages.get(apply(scaling(2, 4), SOON));

        assertThat(applied.endpoints())
                .singleElement()
                .satisfies(endpoint ->
                        assertThat(endpoint.url()).startsWith("https://").endsWith(".apps.example.com"));
        assertThat(all(HorizontalPodAutoscaler.class)).singleElement().satisfies(scaler -> {
            assertThat(scaler.getSpec().getMinReplicas()).isEqualTo(2);
            assertThat(scaler.getSpec().getMaxReplicas()).isEqualTo(4);
        });
        assertThat(all(Ingress.class)).singleElement().satisfies(ingress -> {
            assertThat(ingress.getSpec().getTls())
                    .singleElement()
                    .satisfies(tls -> assertThat(tls.getSecretName()).isEqualTo("wildcard"));
            assertThat(ingress.getSpec().getRules())
                    .singleElement()
                    .satisfies(rule ->
                            assertThat(applied.endpoints().getFirst().url()).isEqualTo("https://" + rule.getHost()));
        });
        assertThat(all(PodDisruptionBudget.class)).hasSize(1);
        assertThat(all(NetworkPolicy.class)).isNotEmpty();
        assertThat(all(ResourceQuota.class))
                .singleElement()
                .satisfies(quota ->
                        assertThat(quota.getSpec().getHard()).containsKeys("pods", "limits.cpu", "limits.memory"));
        assertThat(all(Secret.class))
                .filteredOn(secret -> "kubernetes.io/dockerconfigjson".equals(secret.getType()))
                .singleElement()
                .satisfies(secret -> assertThat(web.pods())
                        .allSatisfy(pod -> assertThat(pod.getSpec().getImagePullSecrets())
                                .extracting(reference -> reference.getName())
                                .contains(secret.getMetadata().getName())));

        assertThat(Stages.get(apply(scaling(2, 4), SOON)).unchanged()).isTrue();

        Stages.get(apply(web.service(web.working("one", 1).input(), 1, List.of(), List.of()), SOON));

        assertThat(all(HorizontalPodAutoscaler.class)).isEmpty();
        assertThat(all(PodDisruptionBudget.class)).isEmpty();
        assertThat(all(Ingress.class)).hasSize(1);
    }

    @Test
    void shouldLetTheAutoscalerDecideHowManyRun() {
        Stages.get(apply(scaling(1, 3), SOON));
        var deployment = client.apps()
                .deployments()
                .inNamespace(web.namespace())
                .withName(open.cluster().names().service(key));
        // what an autoscaler does
        deployment.scale(2);

        Stages.get(apply(scaling(1, 4), SOON));

        assertThat(deployment.get().getSpec().getReplicas()).isEqualTo(2);
    }

    @Test
    void shouldSayWhatAProbeOverGrpcMisses() {
        Workload.Service asked = web.service(
                web.working("one", 1).input(),
                1,
                List.of(TestService.probe(new Check.Grpc(8080, "shop.Catalog"))),
                List.of());

        StepFailure failure = Stages.stepFailure(apply(asked, Duration.ofSeconds(15)));

        assertThat(failure.message()).containsIgnoringCase("readiness probe");
    }
}
