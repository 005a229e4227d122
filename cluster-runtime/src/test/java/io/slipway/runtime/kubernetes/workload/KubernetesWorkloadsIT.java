package io.slipway.runtime.kubernetes.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.slipway.events.spec.RunSpec.Resources;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.runtime.Environments;
import io.slipway.runtime.ImageToRun;
import io.slipway.runtime.InputFile;
import io.slipway.runtime.Lines;
import io.slipway.runtime.ProcessInput;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.Stages;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.Workload;
import io.slipway.runtime.WorkloadRuntime.Applied;
import io.slipway.runtime.kubernetes.ClusterTest;
import io.slipway.runtime.kubernetes.KubernetesRuntime;
import io.slipway.runtime.kubernetes.Labels;
import io.slipway.runtime.kubernetes.TestCluster;
import io.slipway.runtime.kubernetes.TestService;
import io.slipway.runtime.kubernetes.client.Cluster;
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

/** What a cluster does with services beyond what every runtime has to do. */
@ClusterTest
class KubernetesWorkloadsIT {

    private static final Duration SOON = Duration.ofSeconds(50);

    private static TestCluster open;

    private final ServiceKey key =
            new ServiceKey(UUID.randomUUID().toString(), UUID.randomUUID().toString());
    private final Cluster cluster = open.cluster();
    private final KubernetesClient client = cluster.client();
    private final KubernetesRuntime runtime = KubernetesRuntime.on(cluster);
    private final TestService web = new TestService(cluster, key);
    private long attempts;

    @BeforeAll
    static void open() {
        open = TestCluster.open(Map.of(
                "start-retries", "1", "unschedulable-grace", "2s", "deletion-timeout", "30s", "quota.pods", "4"));
    }

    @AfterAll
    static void close() {
        open.close();
    }

    @AfterEach
    void stop() {
        runtime.close();
        if (client.configMaps().inNamespace(web.namespace()).withName("stuck").get() != null) {
            client.configMaps()
                    .inNamespace(web.namespace())
                    .withName("stuck")
                    .edit(map -> new ConfigMapBuilder(map)
                            .editMetadata()
                            .withFinalizers(List.of())
                            .endMetadata()
                            .build());
        }
        client.namespaces().withName(web.namespace()).delete();
    }

    private StepRef next(ServiceKey service) {
        return new StepRef(service.environmentId(), "deployment", service.serviceId(), StepKind.WORKLOAD, ++attempts);
    }

    private CompletionStage<Applied> begin(Workload workload, StepLog log) {
        return runtime.workloads()
                .apply(next(workload.key()), workload, Instant.now().plus(SOON), log);
    }

    private Applied apply(Workload workload) {
        return Stages.get(begin(workload, StepLog.NONE));
    }

    private StepFailure failure(Workload workload) {
        return Stages.stepFailure(begin(workload, StepLog.NONE));
    }

    private Applied delete() {
        return Stages.get(runtime.workloads().delete(next(key), StepLog.NONE));
    }

    private ProcessInput serving(String version) {
        return web.working(version, 1).input();
    }

    @Test
    void shouldStartProcessesWithVariablesFilesAndArgumentsAsTheyAre() {
        apply(web.service(
                new ProcessInput(
                        List.of("/bin/sh", "-c"),
                        List.of(
                                "mkdir -p /www; echo \"$A $0 $(cat /etc/deep/word)\" > /www/index.html;"
                                        + " exec httpd -f -p 8080 -h /www",
                                "$(A)"),
                        Map.of("A", "äöü $(B)"),
                        List.of(new InputFile("/etc/deep/word", "world", true))),
                1,
                List.of(TestService.READY),
                List.of()));

        assertThat(web.version()).isEqualTo("äöü $(B) $(A) world");
    }

    @Test
    void shouldReplaceAnImage() {
        apply(web.working("one", 1));

        Applied applied = apply(web.service(
                TestCluster.OTHER_IMAGE, serving("two"), TestService.SMALL, 1, List.of(TestService.READY), List.of()));

        assertThat(applied.unchanged()).isFalse();
        assertThat(web.version()).isEqualTo("two");
        assertThat(image()).endsWith(TestCluster.OTHER_IMAGE);
    }

    @Test
    void shouldComeBackToTheImageBeforeWhenTheStepIsCancelled() {
        apply(web.working("one", 1));
        StepRef step = next(key);
        CompletionStage<Applied> rollout = runtime.workloads()
                .apply(
                        step,
                        web.service(
                                TestCluster.OTHER_IMAGE,
                                web.hanging().input(),
                                TestService.SMALL,
                                1,
                                List.of(TestService.READY),
                                List.of()),
                        Instant.now().plus(SOON),
                        StepLog.NONE);
        await().atMost(SOON).until(() -> web.pods().size() == 2);

        Stages.get(runtime.workloads().cancel(step));

        assertThat(rollout.toCompletableFuture()).isCompletedExceptionally();
        assertThat(image()).endsWith(TestCluster.IMAGE);
        await().atMost(SOON).until(() -> web.pods().size() == 1);
        assertThat(web.version()).isEqualTo("one");
    }

    private String image() {
        return client.apps()
                .deployments()
                .inNamespace(web.namespace())
                .list()
                .getItems()
                .getFirst()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
    }

    @Test
    void shouldKeepVolumesWhenAServiceIsReplacedOrStoppedAndRemoveThemWithIt() {
        List<Workload.Volume> volumes = List.of(new Workload.Volume("data", "/data", 1));
        String runs = "mkdir -p /www; echo run >> /data/runs; cat /data/runs > /www/index.html;"
                + " exec httpd -f -p 8080 -h /www";
        apply(web.service(TestService.shell(runs, Map.of("VERSION", "1")), 1, List.of(TestService.READY), volumes));

        apply(web.service(TestService.shell(runs, Map.of("VERSION", "2")), 1, List.of(TestService.READY), volumes));
        assertThat(web.version().lines()).hasSize(2);

        Stages.get(runtime.workloads().stop(next(key), StepLog.NONE));
        apply(web.service(TestService.shell(runs, Map.of("VERSION", "2")), 1, List.of(TestService.READY), volumes));
        assertThat(web.version().lines()).hasSize(3);
        assertThat(claims()).hasSize(1);

        delete();
        assertThat(claims()).isEmpty();
    }

    @Test
    void shouldGoOnWithTheRoomThereIsWhenTheStorageDoesNotGrow() {
        apply(web.service(serving("one"), 1, List.of(TestService.READY), List.of(volume(1))));
        Lines log = new Lines();

        Stages.get(begin(web.service(serving("one"), 1, List.of(TestService.READY), List.of(volume(2))), log));

        StorageClass storage = client.storage()
                .v1()
                .storageClasses()
                .withName(claims().getFirst().getSpec().getStorageClassName())
                .get();
        if (Boolean.TRUE.equals(storage.getAllowVolumeExpansion())) {
            assertThat(log.all()).anyMatch(line -> line.contains("grows from 1Gi to 2Gi"));
        } else {
            assertThat(log.all()).anyMatch(line -> line.contains("keeps its 1Gi, the cluster does not enlarge it"));
        }
        assertThat(web.version()).isEqualTo("one");

        assertThat(failure(web.service(web.crashing().input(), 1, List.of(TestService.READY), List.of(volume(3))))
                        .reason())
                .isEqualTo(Reason.CRASHED);
        await().atMost(SOON).untilAsserted(() -> assertThat(web.version()).isEqualTo("one"));
    }

    private static Workload.Volume volume(int gib) {
        return new Workload.Volume("data", "/data", gib);
    }

    private List<PersistentVolumeClaim> claims() {
        return client.persistentVolumeClaims()
                .inNamespace(web.namespace())
                .list()
                .getItems();
    }

    @Test
    void shouldGoBackToTheFormerVersionOfAServiceWithAVolume() {
        List<Workload.Volume> volumes = List.of(new Workload.Volume("data", "/data", 1));
        apply(web.service(serving("one"), 1, List.of(TestService.READY), volumes));

        assertThat(failure(web.service(web.crashing().input(), 1, List.of(TestService.READY), volumes))
                        .reason())
                .isEqualTo(Reason.CRASHED);

        await().atMost(SOON).untilAsserted(() -> assertThat(web.version()).isEqualTo("one"));
    }

    @Test
    void shouldSayWhenNoNodeHasRoom() {
        StepFailure failure = failure(web.service(
                TestCluster.IMAGE,
                serving("one"),
                new Resources(500, 64_000_000),
                1,
                List.of(TestService.READY),
                List.of()));

        assertThat(failure.reason()).isEqualTo(Reason.RUNTIME_UNAVAILABLE);
        assertThat(failure.message()).contains("No node has room").contains("memory");
        assertThat(web.pods()).isEmpty();
    }

    @Test
    void shouldSayWhenTheQuotaIsUsedUp() {
        StepFailure failure = failure(web.working("one", 6));

        assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED);
        assertThat(failure.message()).contains("quota");
    }

    @Test
    void shouldSayWhenMemoryIsTooSmall() {
        StepFailure failure = failure(web.service(
                TestCluster.IMAGE,
                TestService.shell("x=x; while true; do x=$x$x$x$x; done", Map.of()),
                new Resources(500, 16),
                1,
                List.of(TestService.READY),
                List.of()));

        assertThat(failure.reason()).isEqualTo(Reason.OUT_OF_MEMORY);
        assertThat(failure.message()).contains("16 MiB");
    }

    @Test
    void shouldSayWhenTheCommandDoesNotExist() {
        StepFailure failure = failure(web.service(
                new ProcessInput(List.of("/no/such/program"), List.of(), Map.of(), List.of()),
                1,
                List.of(),
                List.of()));

        assertThat(failure.reason()).isEqualTo(Reason.CRASHED);
        assertThat(failure.message()).contains("/no/such/program");
    }

    @Test
    void shouldTellHowFarARolloutIs() {
        Lines log = new Lines();
        StepRef step = next(key);
        Workload.Service hanging = web.service(web.hanging().input(), 2, List.of(TestService.READY), List.of());

        CompletionStage<Applied> rollout =
                runtime.workloads().apply(step, hanging, Instant.now().plus(SOON), log);

        await().atMost(SOON).until(() -> log.all().stream().anyMatch(line -> line.contains("0 of 2 instances")));
        Stages.get(runtime.workloads().cancel(step));
        assertThat(rollout.toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void shouldRemoveWhatTheConfigurationWantsNoMore() {
        apply(web.working("one", 2));
        assertThat(client.policy()
                        .v1()
                        .podDisruptionBudget()
                        .inNamespace(web.namespace())
                        .list()
                        .getItems())
                .hasSize(1);
        assertThat(secrets()).isEqualTo(1);

        apply(web.working("two", 1));

        assertThat(client.policy()
                        .v1()
                        .podDisruptionBudget()
                        .inNamespace(web.namespace())
                        .list()
                        .getItems())
                .isEmpty();
        assertThat(secrets()).isEqualTo(1);
    }

    private long secrets() {
        return client.secrets()
                .inNamespace(web.namespace())
                .withLabels(Labels.service(cluster.instance(), key, Labels.ROLE_WORKLOAD))
                .list()
                .getItems()
                .size();
    }

    @Test
    void shouldBringBackWhatSomebodyElseRemoved() {
        apply(web.working("one", 1));
        client.services().inNamespace(web.namespace()).withName("app-web").delete();

        Applied again = apply(web.working("one", 1));

        assertThat(again.unchanged()).isFalse();
        assertThat(client.services()
                        .inNamespace(web.namespace())
                        .withName("app-web")
                        .get())
                .isNotNull();
    }

    @Test
    void shouldNotTouchWhatOthersHavePutIntoTheNamespace() {
        apply(web.working("one", 1));
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("theirs")
                        .withNamespace(web.namespace())
                        .endMetadata()
                        .build())
                .create();
        Lines log = new Lines();

        Stages.get(runtime.workloads().delete(next(key), log));

        assertThat(client.configMaps()
                        .inNamespace(web.namespace())
                        .withName("theirs")
                        .get())
                .isNotNull();
        assertThat(log.all()).anyMatch(line -> line.contains("ConfigMap theirs"));
    }

    @Test
    void shouldRefuseANameThatSomebodyElseHas() {
        ServiceKey other = new ServiceKey(key.environmentId(), UUID.randomUUID().toString());
        apply(new TestService(cluster, other).working("theirs", 1));
        StepFailure failure = failure(web.working("one", 1));

        assertThat(failure.reason()).isEqualTo(Reason.CONFLICT);
        assertThat(failure.message()).contains("Service app-web").contains(other.serviceId());
    }

    @Test
    void shouldRemoveTheNamespaceWithTheLastService() {
        ServiceKey other = new ServiceKey(key.environmentId(), UUID.randomUUID().toString());
        Workload.Service plain = web.working("two", 1);
        apply(web.working("one", 1));
        apply(new Workload.Service(
                other,
                Environments.ref(other),
                "other",
                List.of("other"),
                plain.image(),
                plain.input(),
                plain.ports(),
                plain.resources(),
                1,
                1,
                plain.readiness(),
                null,
                List.of()));
        Namespace namespace = client.namespaces().withName(web.namespace()).get();
        assertThat(namespace.getMetadata().getLabels())
                .containsEntry(Labels.ENVIRONMENT, key.environmentId())
                .containsEntry(Labels.ORGANIZATION, Environments.ref(key).organizationId());

        delete();
        assertThat(client.namespaces().withName(web.namespace()).get()).isNotNull();
        Stages.get(runtime.workloads().delete(next(other), StepLog.NONE));

        assertThat(client.namespaces().withName(web.namespace()).get()).isNull();
    }

    @Test
    void shouldSayWhatKeepsANamespaceFromGoing() {
        apply(web.working("one", 1));
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("stuck")
                        .withNamespace(web.namespace())
                        .withFinalizers("example.com/never")
                        .withLabels(Map.of(Labels.MANAGED_BY, Labels.MANAGER))
                        .endMetadata()
                        .build())
                .create();

        StepFailure failure = Stages.stepFailure(runtime.workloads().delete(next(key), StepLog.NONE));

        assertThat(failure.reason()).isEqualTo(Reason.RUNTIME_UNAVAILABLE);
        assertThat(failure.message()).contains("example.com/never");
    }

    @Test
    void shouldRunPauseAndDeleteASchedule() {
        Workload.Scheduled nightly = schedule("*/5 * * * *", "Europe/Paris");

        assertThat(apply(nightly).unchanged()).isFalse();
        assertThat(apply(nightly).unchanged()).isTrue();
        assertThat(cronJob().getSpec().getTimeZone()).isEqualTo("Europe/Paris");
        Stages.get(runtime.workloads().stop(next(key), StepLog.NONE));
        assertThat(cronJob().getSpec().getSuspend()).isTrue();
        assertThat(apply(nightly).unchanged()).isFalse();
        assertThat(cronJob().getSpec().getSuspend()).isFalse();
        delete();
        assertThat(client.namespaces().withName(web.namespace()).get()).isNull();
    }

    @Test
    void shouldRefuseAScheduleThatIsNone() {
        assertThat(failure(schedule("every day", "Etc/UTC")).reason()).isEqualTo(Reason.UNSUPPORTED);
        assertThat(failure(schedule("0 3 * * *", "Mars/Olympus")).message()).contains("Mars/Olympus");
    }

    private CronJob cronJob() {
        return client.batch()
                .v1()
                .cronjobs()
                .inNamespace(web.namespace())
                .withName(cluster.names().service(key))
                .get();
    }

    private Workload.Scheduled schedule(String schedule, String timezone) {
        return new Workload.Scheduled(
                key,
                Environments.ref(key),
                "nightly",
                ImageToRun.of(TestCluster.IMAGE),
                TestService.shell("true", Map.of("A", "1")),
                TestService.SMALL,
                schedule,
                timezone,
                1,
                60);
    }
}
