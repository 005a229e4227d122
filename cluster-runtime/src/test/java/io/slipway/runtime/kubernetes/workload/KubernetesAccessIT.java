package io.slipway.runtime.kubernetes.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.Stages;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.Workload;
import io.slipway.runtime.WorkloadRuntime.Applied;
import io.slipway.runtime.kubernetes.ClusterTest;
import io.slipway.runtime.kubernetes.KubernetesClusters;
import io.slipway.runtime.kubernetes.KubernetesConfig;
import io.slipway.runtime.kubernetes.KubernetesRuntime;
import io.slipway.runtime.kubernetes.TestCluster;
import io.slipway.runtime.kubernetes.TestConfig;
import io.slipway.runtime.kubernetes.TestService;
import io.slipway.runtime.kubernetes.client.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a service when a real cluster cannot be used as it should. */
@ClusterTest
class KubernetesAccessIT {

    private static final Duration SOON = Duration.ofSeconds(50);

    private static TestCluster open;

    @TempDir
    private Path directory;

    private final ServiceKey key =
            new ServiceKey(UUID.randomUUID().toString(), UUID.randomUUID().toString());
    private final KubernetesClient client = open.cluster().client();
    private final TestService web = new TestService(open.cluster(), key);
    private long attempts;

    @BeforeAll
    static void open() {
        open = TestCluster.open(Map.of("deletion-timeout", "2s"));
    }

    @AfterAll
    static void close() {
        open.close();
    }

    @AfterEach
    void removeNamespace() {
        client.namespaces().withName(web.namespace()).delete();
    }

    private CompletionStage<Applied> apply(KubernetesRuntime runtime, Workload workload) {
        StepRef step = new StepRef(key.environmentId(), "deployment", key.serviceId(), StepKind.WORKLOAD, ++attempts);
        return runtime.workloads().apply(step, workload, Instant.now().plus(SOON), StepLog.NONE);
    }

    /** The settings that all of these tests have, with another way to the cluster. */
    private static KubernetesConfig settings(Map<String, String> access) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "instance",
                open.cluster().instance(),
                "namespace-prefix",
                "slipway-test",
                "image-mirror",
                String.valueOf(TestCluster.registry()),
                "request-retries",
                "0",
                "stop-grace",
                "2s"));
        settings.putAll(access);
        return TestConfig.of(settings);
    }

    /** The tests' kubeconfig, with this token in the place of its own credentials. */
    private Path kubeconfig(String token) throws IOException {
        Config there = Serialization.unmarshal(
                Files.readString(Path.of(String.valueOf(TestCluster.kubeconfig()))), Config.class);
        Config changed = new ConfigBuilder(there)
                .editMatchingUser(user -> true)
                .withNewUser()
                .withToken(token)
                .endUser()
                .endUser()
                .build();
        Path file = directory.resolve("kubeconfig");
        Files.writeString(file, Serialization.asYaml(changed));
        return file;
    }

    /** A service account in a namespace of the same name. */
    private void makeAccount(String name) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        client.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(name)
                        .endMetadata()
                        .build())
                .create();
    }

    private static ClusterRoleBinding mayDoEverything(String account) {
        return new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(account)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                .addNewSubject("", "ServiceAccount", account, account)
                .build();
    }

    private String tokenOf(String account) {
        TokenRequest request = new TokenRequestBuilder()
                .withNewSpec()
                .withExpirationSeconds(600L)
                .endSpec()
                .build();
        return client.serviceAccounts()
                .inNamespace(account)
                .withName(account)
                .tokenRequest(request)
                .getStatus()
                .getToken();
    }

    @Test
    void shouldSayThatCredentialsAreNotAcceptedAndGoOnOnceTheyAreRenewed() throws Exception {
        String account = "slipway-test-" + UUID.randomUUID().toString().substring(0, 8);
        Path file = kubeconfig("expired");
        try (Cluster cluster = Cluster.connect("", settings(Map.of("kubeconfig", file.toString())))) {
            KubernetesRuntime runtime = KubernetesRuntime.on(cluster);
            try {
                StepFailure failure = Stages.stepFailure(apply(runtime, web.working("one", 1)));

                assertThat(failure.reason()).isEqualTo(Reason.RUNTIME_UNAVAILABLE);
                assertThat(failure.message()).contains("does not accept Slipway's credentials", "renew the kubeconfig");

                makeAccount(account);
                client.resource(mayDoEverything(account)).create();
                kubeconfig(tokenOf(account));
                assertThat(Stages.get(apply(runtime, web.working("one", 1))).unchanged())
                        .isFalse();
            } finally {
                runtime.close();
            }
        } finally {
            client.resource(mayDoEverything(account)).delete();
            client.namespaces().withName(account).delete();
        }
    }

    @Test
    void shouldNameThePermissionThatIsMissing() throws Exception {
        String account = "slipway-test-" + UUID.randomUUID().toString().substring(0, 8);
        makeAccount(account);
        Path file = kubeconfig(tokenOf(account));
        try (Cluster cluster = Cluster.connect("", settings(Map.of("kubeconfig", file.toString())))) {
            KubernetesRuntime runtime = KubernetesRuntime.on(cluster);
            try {
                StepFailure failure = Stages.stepFailure(apply(runtime, web.working("one", 1)));

                assertThat(failure.reason()).isEqualTo(Reason.RUNTIME_UNAVAILABLE);
                assertThat(failure.message())
                        .contains("no permission", "cannot get resource \"namespaces\"", web.namespace());
            } finally {
                runtime.close();
            }
        } finally {
            client.namespaces().withName(account).delete();
        }
    }

    @Test
    void shouldSayWhatKeepsTheFormerNamespaceAndGoOnWhenItIsGone() {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(web.namespace())
                        .endMetadata()
                        .build())
                .create();
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("stuck")
                        .withNamespace(web.namespace())
                        .withFinalizers("example.com/never")
                        .endMetadata()
                        .build())
                .create();
        client.namespaces().withName(web.namespace()).delete();
        KubernetesRuntime runtime = KubernetesRuntime.on(open.cluster());
        try {
            StepFailure failure = Stages.stepFailure(apply(runtime, web.working("one", 1)));
            assertThat(failure.message())
                    .contains("Namespace " + web.namespace(), "does not go away", "Remove what blocks it");

            client.configMaps()
                    .inNamespace(web.namespace())
                    .withName("stuck")
                    .edit(map -> new ConfigMapBuilder(map)
                            .editMetadata()
                            .withFinalizers(List.of())
                            .endMetadata()
                            .build());
            client.namespaces()
                    .withName(web.namespace())
                    .waitUntilCondition(gone -> gone == null, 40, TimeUnit.SECONDS);

            assertThat(Stages.get(apply(runtime, web.working("one", 1))).unchanged())
                    .isFalse();
        } finally {
            runtime.close();
        }
    }

    @Test
    void shouldServeEachClusterByItself() throws Exception {
        Path nobody = directory.resolve("nobody");
        Files.writeString(
                nobody,
                Serialization.asYaml(new ConfigBuilder()
                        .addNewCluster()
                        .withName("c")
                        .withNewCluster()
                        .withServer("http://127.0.0.1:1")
                        .endCluster()
                        .endCluster()
                        .addNewContext()
                        .withName("c")
                        .withNewContext()
                        .withCluster("c")
                        .endContext()
                        .endContext()
                        .withCurrentContext("c")
                        .build()));
        KubernetesConfig config = settings(Map.of(
                "clusters.near.kubeconfig",
                String.valueOf(TestCluster.kubeconfig()),
                "clusters.far.kubeconfig",
                nobody.toString()));
        try (KubernetesClusters clusters = KubernetesClusters.connect(config)) {
            StepFailure failure = Stages.stepFailure(apply(clusters.of("far"), web.working("one", 1)));
            assertThat(failure.reason()).isEqualTo(Reason.RUNTIME_UNAVAILABLE);
            assertThat(failure.message()).contains("the cluster far at http://127.0.0.1:1", "does not answer");

            assertThat(Stages.get(apply(clusters.of("near"), web.working("one", 1)))
                            .unchanged())
                    .isFalse();
        }
    }
}
