package io.slipway.runtime.kubernetes.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.Lines;
import io.slipway.runtime.kubernetes.TestConfig;
import io.slipway.runtime.kubernetes.client.Cluster;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class VolumesTest {

    KubernetesMockServer server;
    KubernetesClient client;

    private final Lines log = new Lines();
    private KubernetesClient withoutRetries;
    private Volumes volumes;

    @BeforeEach
    void connect() {
        withoutRetries = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(client.getConfiguration())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
        volumes = new Volumes(new Cluster("", withoutRetries, TestConfig.of(Map.of())), log);
    }

    @AfterEach
    void disconnect() {
        withoutRetries.close();
    }

    private static PersistentVolumeClaim claim(String name, String size) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .withNewResources()
                .addToRequests("storage", new Quantity(size))
                .endResources()
                .endSpec()
                .build();
    }

    private static StatefulSet wanting(String size) {
        return new StatefulSetBuilder()
                .withNewMetadata()
                .withName("db")
                .endMetadata()
                .withNewSpec()
                .withVolumeClaimTemplates(claim("data", size))
                .endSpec()
                .build();
    }

    private String size(String name) {
        return client.persistentVolumeClaims()
                .inNamespace("shop")
                .withName(name)
                .get()
                .getSpec()
                .getResources()
                .getRequests()
                .get("storage")
                .toString();
    }

    private List<PersistentVolumeClaim> claims() {
        return client.persistentVolumeClaims().inNamespace("shop").list().getItems();
    }

    @Test
    void shouldGrowTheVolumesOfAllInstancesAndNoOthers() {
        List.of("data-db-0", "data-db-1", "data-other-0", "logs-db-0")
                .forEach(name -> client.resource(claim(name, "1Gi")).create());

        volumes.grow(wanting("3Gi"), claims());

        assertThat(List.of(size("data-db-0"), size("data-db-1"))).containsOnly("3Gi");
        assertThat(List.of(size("data-other-0"), size("logs-db-0"))).containsOnly("1Gi");
        assertThat(log.all()).anyMatch(line -> line.contains("data-db-1 grows from 1Gi to 3Gi"));
    }

    @Test
    void shouldLeaveVolumesThatAreLargeEnough() {
        client.resource(claim("data-db-0", "2Gi")).create();

        volumes.grow(wanting("2048Mi"), claims());
        assertThat(log.all()).isEmpty();

        volumes.grow(wanting("1Gi"), claims());
        assertThat(size("data-db-0")).isEqualTo("2Gi");
        assertThat(log.all()).anyMatch(line -> line.contains("keeps its 2Gi: volumes do not shrink"));
    }

    @Test
    void shouldSayWhyTheClusterDoesNotEnlargeAVolume() {
        client.resource(claim("data-db-0", "1Gi")).create();
        answer(403, "only dynamically provisioned pvc can be resized");

        volumes.grow(wanting("2Gi"), claims());

        assertThat(log.all()).anyMatch(line -> line.contains("does not enlarge it: only dynamically provisioned"));
    }

    @Test
    void shouldNotTakeAClusterInTroubleForARefusal() {
        client.resource(claim("data-db-0", "1Gi")).create();
        answer(500, "etcd is gone");

        assertThatThrownBy(() -> volumes.grow(wanting("2Gi"), claims()))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("etcd is gone");
    }

    private void answer(int code, String message) {
        server.expect()
                .patch()
                .withPath("/api/v1/namespaces/shop/persistentvolumeclaims/data-db-0")
                .andReturn(
                        code,
                        new StatusBuilder().withCode(code).withMessage(message).build())
                .always();
    }
}
