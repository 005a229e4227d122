package io.slipway.runtime.kubernetes.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.slipway.events.spec.RunSpec.Resources;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.runtime.Environments;
import io.slipway.runtime.ImageToRun;
import io.slipway.runtime.ProcessInput;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.Stages;
import io.slipway.runtime.StaleStepException;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.Workload;
import io.slipway.runtime.WorkloadRuntime.Applied;
import io.slipway.runtime.kubernetes.KubernetesRuntime;
import io.slipway.runtime.kubernetes.Labels;
import io.slipway.runtime.kubernetes.TestConfig;
import io.slipway.runtime.kubernetes.client.Cluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cluster that keeps objects but has no controllers: what they would do, and what goes wrong, is up to the test. */
class MockedClusterTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** How long a request may take: more than a busy machine needs, except where being too slow is what is tested. */
    private static final Duration PATIENT = Duration.ofSeconds(60);

    private static final Duration IMPATIENT = Duration.ofMillis(1500);

    private final ServiceKey key =
            new ServiceKey(UUID.randomUUID().toString(), UUID.randomUUID().toString());
    private final Map<ServerRequest, Queue<ServerResponse>> answers = new HashMap<>();
    private final List<Function<RecordedRequest, MockResponse>> faults = new CopyOnWriteArrayList<>();
    private KubernetesMockServer server;
    private KubernetesClient client;
    private Cluster cluster;
    private KubernetesRuntime runtime;

    @BeforeEach
    void start() {
        KubernetesMixedDispatcher objects = new KubernetesMixedDispatcher(answers);
        Dispatcher dispatcher = new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                MockResponse fault = faults.stream()
                        .map(one -> one.apply(request))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
                return fault != null ? fault : isApply(request) ? apply(request) : objects.dispatch(request);
            }

            // The server does not know how to apply what is not there.
            private MockResponse apply(RecordedRequest request) {
                String path = request.getPath().replaceFirst("\\?.*", "");
                boolean there =
                        objects.dispatch(as(request, HttpMethod.GET, path, "")).code() == 200;
                return objects.dispatch(
                        there
                                ? as(request, HttpMethod.PATCH, path, "application/merge-patch+json")
                                : as(request, HttpMethod.POST, path.substring(0, path.lastIndexOf('/')), ""));
            }
        };
        server = new KubernetesMockServer(new Context(), new MockWebServer(), answers, dispatcher, false);
        server.init();
        connect(PATIENT);
    }

    private void connect(Duration requestTimeout) {
        client = server.createClient(builder -> builder.editOrNewConfig()
                .withRequestTimeout((int) requestTimeout.toMillis())
                .withRequestRetryBackoffLimit(1)
                .withRequestRetryBackoffInterval(100)
                .withWatchReconnectInterval(50)
                .endConfig());
        cluster = new Cluster("", client, TestConfig.of(Map.of("deletion-timeout", "1s", "stop-grace", "1s")));
        runtime = KubernetesRuntime.on(cluster);
    }

    private static boolean isApply(RecordedRequest request) {
        return request.method() == HttpMethod.PATCH
                && String.valueOf(request.getHeader("Content-Type")).startsWith("application/apply-patch");
    }

    private static RecordedRequest as(RecordedRequest request, HttpMethod method, String path, String contentType) {
        Buffer body = new Buffer();
        if (method != HttpMethod.GET) {
            String yaml = new String(request.getBody().getBytes(), StandardCharsets.UTF_8);
            body.writeUtf8(Serialization.asJson(Serialization.unmarshal(yaml, Map.class)));
        }
        return new RecordedRequest(
                request.getHttpVersion(),
                method,
                path,
                request.getHeaders()
                        .newBuilder()
                        .removeAll("content-type")
                        .removeAll("Content-Type")
                        .add("Content-Type", contentType)
                        .build(),
                body);
    }

    @AfterEach
    void stop() {
        disconnect();
        server.destroy();
    }

    private void disconnect() {
        runtime.close();
        client.close();
    }

    private StepRef step(long attempt) {
        return new StepRef(key.environmentId(), "deployment", key.serviceId(), StepKind.WORKLOAD, attempt);
    }

    private Workload.Service service(String version) {
        return new Workload.Service(
                key,
                Environments.ref(key),
                "web",
                List.of("app-web"),
                ImageToRun.of("shop/web:" + version),
                ProcessInput.IMAGE_DEFAULT,
                List.of(),
                new Resources(100, 32),
                1,
                1,
                List.of(),
                null,
                List.of());
    }

    private CompletionStage<Applied> apply(long attempt, String version) {
        return runtime.workloads()
                .apply(step(attempt), service(version), Instant.now().plus(SOON), StepLog.NONE);
    }

    private String namespace() {
        return cluster.names().namespace(key.environmentId());
    }

    private Deployment deployment() {
        return client.apps()
                .deployments()
                .inNamespace(namespace())
                .withName(cluster.names().service(key))
                .get();
    }

    private String image() {
        Deployment there = deployment();
        return there == null
                ? ""
                : there.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getImage();
    }

    private Secret record() {
        return client.secrets()
                .inNamespace(namespace())
                .withName(cluster.names().record(key))
                .get();
    }

    /** Does what the cluster's controller would do once the pods of {@code version} are available. */
    private void becomeAvailable(String version) {
        await().atMost(SOON).until(() -> image().endsWith(":" + version));
        Deployment there = deployment();
        client.resource(new DeploymentBuilder(there)
                        .withNewStatus()
                        .withObservedGeneration(Long.MAX_VALUE)
                        .withReplicas(1)
                        .withUpdatedReplicas(1)
                        .withAvailableReplicas(1)
                        .endStatus()
                        .build())
                .updateStatus();
    }

    @Test
    void shouldRollOutWhatIsWantedAndNoteWhatServes() {
        CompletionStage<Applied> rollout = apply(1, "one");
        becomeAvailable("one");

        assertThat(Stages.get(rollout).unchanged()).isFalse();
        assertThat(record().getMetadata().getAnnotations()).doesNotContainKey("slipway.io/pending-attempt");
        assertThat(Stages.get(apply(2, "one")).unchanged()).isTrue();
    }

    @Test
    void shouldRefuseWhatIsOlderThanWhatTheRecordKnows() {
        CompletionStage<Applied> rollout = apply(5, "one");
        becomeAvailable("one");
        Stages.get(rollout);

        runtime = KubernetesRuntime.on(cluster);
        assertThat(Stages.failure(apply(4, "zero"))).isInstanceOf(StaleStepException.class);
    }

    @Test
    void shouldTryAgainWhenSomebodyElseChangesTheRecordMeanwhile() {
        CompletionStage<Applied> rollout = apply(1, "one");
        becomeAvailable("one");
        Stages.get(rollout);
        server.expect()
                .put()
                .withPath("/api/v1/namespaces/" + namespace() + "/secrets/"
                        + cluster.names().record(key))
                .andReturn(
                        409,
                        new StatusBuilder().withCode(409).withMessage("changed").build())
                .once();

        assertThat(Stages.get(apply(2, "one")).unchanged()).isTrue();

        assertThat(record().getMetadata().getAnnotations()).containsEntry("slipway.io/newest-attempt", "2");
    }

    @Test
    void shouldSayWhenARecordCannotBeRead() {
        CompletionStage<Applied> rollout = apply(1, "one");
        becomeAvailable("one");
        Stages.get(rollout);
        client.resource(new SecretBuilder(record())
                        .editMetadata()
                        .addToAnnotations("slipway.io/newest-attempt", "many")
                        .endMetadata()
                        .build())
                .update();

        StepFailure failure = Stages.stepFailure(apply(2, "two"));

        assertThat(failure.reason()).isEqualTo(Reason.CONFLICT);
        assertThat(failure.message()).contains(cluster.names().record(key));
    }

    @Test
    void shouldNotUseANamespaceOfSomebodyElse() {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace())
                        .endMetadata()
                        .build())
                .create();

        StepFailure failure = Stages.stepFailure(apply(1, "one"));

        assertThat(failure.reason()).isEqualTo(Reason.CONFLICT);
        assertThat(failure.message()).contains(namespace());
    }

    @Test
    void shouldSayWhatBlocksANamespaceThatDoesNotGo() {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace())
                        .withLabels(Labels.environment(cluster.instance(), key.environmentId()))
                        .endMetadata()
                        .withNewStatus()
                        .withPhase("Terminating")
                        .addNewCondition()
                        .withType("NamespaceFinalizersRemaining")
                        .withStatus("True")
                        .withMessage("example.com/never in 1 resource instances")
                        .endCondition()
                        .endStatus()
                        .build())
                .create();

        StepFailure failure = Stages.stepFailure(apply(1, "one"));

        assertThat(failure.reason()).isEqualTo(Reason.RUNTIME_UNAVAILABLE);
        assertThat(failure.message()).contains("example.com/never");
    }

    @Test
    void shouldNameThePermissionThatIsMissing() {
        server.expect()
                .get()
                .withPath("/api/v1/namespaces/" + namespace())
                .andReturn(
                        403,
                        new StatusBuilder()
                                .withCode(403)
                                .withMessage("namespaces is forbidden: User \"x\" cannot get resource \"namespaces\"")
                                .build())
                .always();

        assertThat(Stages.stepFailure(apply(1, "one")).message())
                .contains("no permission")
                .contains("cannot get resource \"namespaces\"");
    }

    private AtomicInteger failWatches(int code, int times) {
        AtomicInteger failed = new AtomicInteger();
        faults.add(request -> request.getPath().contains("watch=true") && failed.getAndIncrement() < times
                ? new MockResponse()
                        .setResponseCode(code)
                        .setBody("{\"kind\":\"Status\",\"code\":" + code + ",\"message\":\"too old\"}")
                : null);
        return failed;
    }

    @Test
    void shouldGoOnWhenWatchesHaveMissedTooMuch() {
        AtomicInteger watches = failWatches(410, 5);
        CompletionStage<Applied> rollout = apply(1, "one");
        becomeAvailable("one");

        assertThat(Stages.get(rollout).unchanged()).isFalse();
        assertThat(watches).hasValueGreaterThan(5);
    }

    @Test
    void shouldGoOnWhenWatchesAreCutOff() {
        AtomicInteger watches = failWatches(500, 5);
        CompletionStage<Applied> rollout = apply(1, "one");
        becomeAvailable("one");

        assertThat(Stages.get(rollout).unchanged()).isFalse();
        assertThat(watches).hasValueGreaterThan(5);
    }

    @Test
    void shouldGoOnWhenTheClusterIsTooBusyOnce() {
        AtomicBoolean busy = new AtomicBoolean();
        faults.add(request -> {
            // Too busy, once.
            return request.method() == HttpMethod.PATCH && busy.compareAndSet(false, true)
                    ? new MockResponse().setResponseCode(429).setBody("{}")
                    : null;
        });
        CompletionStage<Applied> rollout = apply(1, "one");
        becomeAvailable("one");

        assertThat(Stages.get(rollout).unchanged()).isFalse();
    }

    @Test
    void shouldSayWhenTheClusterTakesTooLong() {
        disconnect();
        connect(IMPATIENT);
        faults.add(_ -> new MockResponse().setBody("{}").setBodyDelay(Duration.ofSeconds(30)));

        StepFailure failure = Stages.stepFailure(apply(1, "one"));

        assertThat(failure.reason()).isEqualTo(Reason.RUNTIME_UNAVAILABLE);
        assertThat(failure.message()).contains("does not answer");
    }
}
