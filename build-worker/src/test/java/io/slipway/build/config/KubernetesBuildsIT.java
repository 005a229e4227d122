package io.slipway.build.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.slipway.build.BuildWorkerResource;
import io.slipway.build.app.BuildSettings;
import io.slipway.kit.health.ReadinessRegistry;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.ImageBuilder;
import io.slipway.runtime.ImageBuilder.Dialect;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The service with {@code slipway.runtime=kubernetes}, and no cluster that answers. */
@QuarkusTest
@WithTestResource(BuildWorkerResource.class)
@TestProfile(KubernetesBuildsIT.OnKubernetes.class)
class KubernetesBuildsIT {

    /** A cluster and a registry at addresses where nobody listens. */
    public static final class OnKubernetes implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "slipway.runtime", "kubernetes",
                    "slipway.kubernetes.clusters.\"east\".context", "east",
                    "slipway.kubernetes.kubeconfig", "src/test/resources/no-cluster.kubeconfig",
                    "slipway.kubernetes.connect-timeout", "1s",
                    "slipway.kubernetes.request-retries", "0",
                    "slipway.kubernetes.registry.url", "127.0.0.1:1/team",
                    "slipway.kubernetes.registry.insecure", "true");
        }
    }

    @Inject
    ImageBuilder builder;

    @Inject
    BuildSettings settings;

    @Inject
    ReadinessRegistry readiness;

    @Test
    void shouldBuildWithBuildKitForTheRegistry() {
        assertThat(builder.dialect()).isEqualTo(Dialect.BUILDKIT);
        assertThat(settings.imagePrefix()).isEqualTo("127.0.0.1:1/team/slipway-it");
    }

    @Test
    void shouldNotBeReadyWithoutCluster() {
        assertThat(readiness.parts()).containsEntry("cluster", false).doesNotContainKey("engine");
    }

    @Test
    void shouldSayThatTheRegistryDoesNotAnswer() throws Exception {
        Optional<Throwable> failure = builder.find(settings.imagePrefix() + "/shop:1")
                .handle((_, e) -> Optional.ofNullable(e))
                .toCompletableFuture()
                .get();

        assertThat(failure).hasValueSatisfying(e -> assertThat(e).isInstanceOf(StepException.class));
        assertThat(failure.orElseThrow().getMessage()).contains("127.0.0.1:1");
    }
}
