package io.slipway.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.slipway.deploy.EmbeddedKafkaResource;
import io.slipway.deploy.app.Deployments;
import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.spec.ImageSource;
import io.slipway.events.spec.Probes;
import io.slipway.events.spec.Probes.Check;
import io.slipway.events.spec.Probes.Probe;
import io.slipway.events.spec.RunSpec;
import io.slipway.events.spec.RunSpec.PortSpec;
import io.slipway.events.spec.RunSpec.ProcessSpec;
import io.slipway.events.spec.RunSpec.Protocol;
import io.slipway.events.spec.RunSpec.Resources;
import io.slipway.events.spec.Value;
import io.slipway.events.spec.WebServiceSpec;
import io.slipway.events.work.Image;
import io.slipway.events.work.ResolvedVariable;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.events.work.WorkloadCompleted.Result;
import io.slipway.events.work.WorkloadRequested;
import io.slipway.events.work.WorkloadRequested.Target;
import io.slipway.kit.secret.SecretCipher;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The service as it is, on a real cluster: {@code SLIPWAY_TEST_KUBECONFIG} names its kubeconfig, {@code
 * SLIPWAY_TEST_REGISTRY} a registry to which the tests of the cluster's runtime have pushed their image.
 */
@QuarkusTest
@TestProfile(KubernetesFlowIT.OnKubernetes.class)
@WithTestResource(EmbeddedKafkaResource.class)
@EnabledIfEnvironmentVariable(named = "SLIPWAY_TEST_KUBECONFIG", matches = ".+", disabledReason = "no cluster is given")
@EnabledIfEnvironmentVariable(named = "SLIPWAY_TEST_REGISTRY", matches = ".+", disabledReason = "no registry is given")
class KubernetesFlowIT {

    /** The same jar with another runtime. */
    public static class OnKubernetes implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "slipway.runtime",
                    "kubernetes",
                    "slipway.kubernetes.kubeconfig",
                    setting("SLIPWAY_TEST_KUBECONFIG"),
                    "slipway.kubernetes.image-mirror",
                    setting("SLIPWAY_TEST_REGISTRY"),
                    "slipway.kubernetes.instance",
                    "flow-" + UUID.randomUUID().toString().substring(0, 8),
                    "slipway.kubernetes.namespace-prefix",
                    "slipway-test",
                    "slipway.kubernetes.stop-grace",
                    "2s");
        }

        /** Quarkus asks for the overrides of a test that is disabled, too: what is not set must not fail. */
        private static String setting(String variable) {
            return Objects.requireNonNullElse(System.getenv(variable), "not set");
        }
    }

    @TestHTTPResource("/q/health/ready")
    URI ready;

    @Inject
    Deployments deployments;

    @Inject
    SecretCipher cipher;

    private final String environment = UUID.randomUUID().toString();
    private final String service = UUID.randomUUID().toString();
    private long attempts;

    @Test
    void shouldRunStopAndDeleteAService() throws Exception {
        assertThat(get(ready)).contains("\"cluster\": true").doesNotContain("\"engine\"");

        assertThat(run(Target.RUNNING)).isInstanceOfSatisfying(Result.Reached.class, reached -> {
            assertThat(reached.unchanged()).isFalse();
            assertThat(reached.endpoints())
                    .singleElement()
                    .satisfies(endpoint -> assertThat(endpoint.url()).endsWith(".svc.cluster.local:8080"));
        });
        assertThat(run(Target.RUNNING))
                .isInstanceOfSatisfying(
                        Result.Reached.class,
                        reached -> assertThat(reached.unchanged()).isTrue());
        assertThat(run(Target.STOPPED)).isInstanceOf(Result.Reached.class);
        assertThat(run(Target.DELETED)).isInstanceOf(Result.Reached.class);
    }

    private Result run(Target target) throws InterruptedException {
        StepRef step = new StepRef(environment, "deployment", service, StepKind.WORKLOAD, ++attempts);
        WebServiceSpec.Container web = new WebServiceSpec.Container(
                service,
                "web",
                "stage",
                false,
                "app-web",
                new ImageSource.Registry("", "slipway-test/busybox", "2", null),
                new RunSpec(
                        new ProcessSpec(
                                "/bin/sh",
                                List.of(
                                        "-c",
                                        "mkdir /www && echo \"$TOKEN\" > /www/index.html && exec httpd -f -p 8080 -h /www")),
                        List.of(new PortSpec("web", 8080, null, true, true, Protocol.HTTP)),
                        new Resources(500, 32),
                        1,
                        1,
                        new Probes(new Probe(new Check.Http(8080, "/", "HTTP"), 0, 1, 1, 1, 3), null),
                        List.of()));
        return deployments
                .run(new WorkloadRequested(
                        step,
                        new EnvironmentRef(environment, "test", "project", "organization", "any"),
                        target,
                        web,
                        new Image("slipway-test/busybox:2", null, null, null),
                        List.of(new ResolvedVariable("TOKEN", Value.secret(cipher.encrypt("s3cret")), null)),
                        Instant.now().plusSeconds(90)))
                .result();
    }

    private static String get(URI uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
