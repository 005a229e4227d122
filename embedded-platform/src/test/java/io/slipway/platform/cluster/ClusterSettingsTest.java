package io.slipway.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.platform.registry.Login;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterSettingsTest {

    @Test
    void shouldTellTheWorkersWhatTheyNeed() {
        ClusterSettings settings = new ClusterSettings(
                Path.of("/etc/some.kubeconfig"),
                Optional.of("lab"),
                "127.0.0.1:5000",
                "registry:5000",
                true,
                Optional.of(new Login("me", "secret")),
                Optional.of("registry:5000"),
                "moby/buildkit:rootless",
                true,
                Optional.of("fast"),
                Optional.of("example.com"),
                "abcd1234");

        assertThat(settings.environment())
                .containsEntry("SLIPWAY_RUNTIME", "kubernetes")
                .containsEntry("SLIPWAY_KUBERNETES_KUBECONFIG", "/etc/some.kubeconfig")
                .containsEntry("SLIPWAY_KUBERNETES_CONTEXT", "lab")
                .containsEntry("SLIPWAY_KUBERNETES_REGISTRY_URL", "registry:5000")
                .containsEntry("SLIPWAY_KUBERNETES_REGISTRY_INSECURE", "true")
                .containsEntry("SLIPWAY_KUBERNETES_REGISTRY_PASSWORD", "secret")
                .containsEntry("SLIPWAY_KUBERNETES_IMAGE_MIRROR", "registry:5000")
                .containsEntry("SLIPWAY_KUBERNETES_BUILD_IMAGE", "moby/buildkit:rootless")
                .containsEntry("SLIPWAY_KUBERNETES_BUILD_NAMESPACE", "slipway-abcd1234-builds")
                .containsEntry("SLIPWAY_KUBERNETES_BUILD_PRIVILEGED", "true")
                .containsEntry("SLIPWAY_KUBERNETES_STORAGE_CLASS", "fast")
                .containsEntry("SLIPWAY_KUBERNETES_INGRESS_DOMAIN", "example.com")
                .containsEntry("SLIPWAY_KUBERNETES_INSTANCE", "abcd1234");
        assertThat(settings.toString()).doesNotContain("secret");
    }

    @Test
    void shouldLeaveOutWhatIsNotAskedFor() {
        ClusterSettings settings = new ClusterSettings(
                Path.of("/k"),
                Optional.empty(),
                "registry:5000",
                "registry:5000",
                false,
                Optional.empty(),
                Optional.empty(),
                "moby/buildkit:rootless",
                false,
                Optional.empty(),
                Optional.empty(),
                "abcd1234");

        assertThat(settings.environment().keySet())
                .containsExactlyInAnyOrder(
                        "SLIPWAY_RUNTIME",
                        "SLIPWAY_KUBERNETES_KUBECONFIG",
                        "SLIPWAY_KUBERNETES_INSTANCE",
                        "SLIPWAY_KUBERNETES_NAMESPACE_PREFIX",
                        "SLIPWAY_KUBERNETES_BUILD_NAMESPACE",
                        "SLIPWAY_KUBERNETES_BUILD_IMAGE",
                        "SLIPWAY_KUBERNETES_REGISTRY_URL",
                        "SLIPWAY_KUBERNETES_REGISTRY_INSECURE");
    }

    @ParameterizedTest
    @CsvSource({
        "http://front.env-1.svc.cluster.local:8080, -n env-1 port-forward service/front 8080",
        "http://front.env-1.svc.cluster.local, -n env-1 port-forward service/front 80",
        "http://a.b.svc/x, -n b port-forward service/a 80"
    })
    void shouldTellHowToReachAddressesInsideTheCluster(String url, String command) {
        assertThat(PortForwards.hint(url, "/k")).startsWith(url + " ").contains("kubectl --kubeconfig /k " + command);
    }

    @Test
    void shouldLeaveAddressesOutsideTheClusterAlone() {
        assertThat(PortForwards.hint("https://shop.example.com/x", "/k")).isEqualTo("https://shop.example.com/x");
    }
}
