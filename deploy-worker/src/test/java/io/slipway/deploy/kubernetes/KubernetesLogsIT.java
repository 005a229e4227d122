package io.slipway.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.slipway.deploy.EmbeddedKafkaResource;
import io.slipway.deploy.app.Deployments;
import io.slipway.deploy.app.LogLeases;
import io.slipway.events.Decoded;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicCatalog;
import io.slipway.events.log.LineFilter;
import io.slipway.events.log.LineFilter.Match;
import io.slipway.events.log.LineFilter.Subject;
import io.slipway.events.log.LogsRequested;
import io.slipway.events.log.ServiceLogLines;
import io.slipway.events.log.ServiceLogLines.Line;
import io.slipway.events.log.ServiceLogLines.Severity;
import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.spec.ImageSource;
import io.slipway.events.spec.Probes;
import io.slipway.events.spec.RunSpec;
import io.slipway.events.spec.RunSpec.ProcessSpec;
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
import io.slipway.kit.kafka.EventFactory;
import io.slipway.kit.kafka.EventPublisher;
import io.slipway.kit.kafka.KafkaClients;
import io.slipway.kit.secret.SecretCipher;
import io.slipway.runtime.Clusters;
import jakarta.inject.Inject;
import java.io.File;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** What services write on a real cluster, followed through leases; see {@link KubernetesFlowIT} for what that needs. */
@QuarkusTest
@TestProfile(KubernetesFlowIT.OnKubernetes.class)
@WithTestResource(EmbeddedKafkaResource.class)
@EnabledIfEnvironmentVariable(named = "SLIPWAY_TEST_KUBECONFIG", matches = ".+", disabledReason = "no cluster is given")
@EnabledIfEnvironmentVariable(named = "SLIPWAY_TEST_REGISTRY", matches = ".+", disabledReason = "no registry is given")
class KubernetesLogsIT {

    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final EventFactory EVENTS = EventFactory.of("fake-gateway");
    private static final EventCodec<ServiceLogLines> LINES = EventCodec.of(TopicCatalog.SERVICE_LOG);

    /** Counts, and ends when it is told to; what is written to its file is gone when it is started again. */
    private static final String COUNTING =
            "echo \"begin with $TOKEN\"; i=0; while ! test -e /tmp/end; do i=$((i+1)); echo \"line $i\"; sleep 0.2; done; exit 3";

    /** As many lines as the processor can write. */
    private static final String LOUD = "while true; do echo 'noise'; done";

    @Inject
    Deployments deployments;

    @Inject
    Clusters clusters;

    @Inject
    SecretCipher cipher;

    @Inject
    EventPublisher publisher;

    @Inject
    KafkaClients clients;

    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(new File(System.getenv("SLIPWAY_TEST_KUBECONFIG"))))
            .build();
    private final String environment = UUID.randomUUID().toString();
    private final String secret = "s3cret-" + UUID.randomUUID();
    private final List<String> services = new ArrayList<>();
    private long attempts;

    @AfterEach
    void clean() throws Exception {
        for (String service : services) {
            run(Target.DELETED, service, COUNTING, 1);
        }
        client.close();
    }

    @Test
    void shouldFollowAllPodsAndWhateverIsStartedAgainUntilTheLeaseEnds() throws Exception {
        String web = running(COUNTING, 2);
        long before = followed();
        LogsRequested lease = lease(web, null);
        ask(lease);
        List<String> pods = names(web);
        assertThat(pods).hasSize(2);
        soon().untilAsserted(() ->
                assertThat(pods).allSatisfy(pod -> assertThat(texts(lease, pod)).contains("begin with ***", "line 3")));
        assertThat(told(lease)).extracting(Line::version).containsOnly("2");
        assertThat(followed()).isGreaterThan(before);

        // The process ends and is started again in its pod.
        exec(web, pods.getFirst(), "echo > /tmp/end");
        soon().until(() -> {
            List<String> texts = texts(lease, pods.getFirst());
            int again = texts.lastIndexOf("begin with ***");
            return again > 0 && texts.subList(again, texts.size()).contains("line 5");
        });
        // Another pod takes one's place.
        client.pods()
                .inNamespace(namespace(web))
                .withName(pods.getLast())
                .withGracePeriod(0)
                .delete();
        soon().until(() -> told(lease).stream()
                .anyMatch(line -> !pods.contains(line.instance()) && line.text().equals("line 5")));
        assertThat(told(lease).stream().map(line -> line.instance() + " " + line.at()))
                .as("nothing is told twice")
                .doesNotHaveDuplicates();

        ask(new LogsRequested(
                lease.leaseId(),
                environment,
                "any",
                web,
                100,
                null,
                null,
                List.of(),
                Instant.now(),
                Instant.now().plus(LEASE),
                true));
        soon().untilAsserted(() -> assertThat(followed()).isEqualTo(before));
    }

    @Test
    void shouldGoOnAfterAnotherWorkerWhereTheReaderIsAndTellAQuietLogBesideALoudOne() throws Exception {
        String quiet = running(COUNTING, 1);
        String loud = running(LOUD, 1);
        List<ServiceLogLines> written = new CopyOnWriteArrayList<>();
        LogsRequested first = lease(quiet, null);
        long before = followed();
        try (LogLeases worker = worker(written)) {
            worker.requested(first);
            worker.requested(lease(loud, null));
            soon().until(() -> {
                worker.tick();
                return lines(written, quiet).stream()
                                .anyMatch(line -> line.text().equals("line 15"))
                        && lines(written, loud).stream().anyMatch(line -> line.severity() == Severity.NOTE);
            });
            List<Line> noise = lines(written, loud);
            long leftOut = noise.stream()
                    .filter(line -> line.severity() == Severity.NOTE)
                    .mapToLong(line ->
                            Long.parseLong(line.text().substring(0, line.text().indexOf(' '))))
                    .sum();
            assertThat(leftOut).isGreaterThan(1_000);
            assertThat(lines(written, quiet)).allMatch(line -> line.severity() == Severity.OUTPUT);
        }
        soon().untilAsserted(() -> assertThat(followed()).isEqualTo(before));

        Instant known = lines(written, quiet).getLast().at();
        List<String> had = lines(written, quiet).stream().map(Line::text).toList();
        written.clear();
        try (LogLeases successor = worker(written)) {
            LogsRequested again = lease(quiet, known);
            successor.requested(again);
            successor.requested(new LogsRequested(
                    UUID.randomUUID().toString(),
                    environment,
                    "any",
                    loud,
                    10,
                    null,
                    List.of(new LineFilter(Subject.TEXT, Match.CONTAINS, true, "noise")),
                    List.of(),
                    Instant.now(),
                    Instant.now().plus(LEASE),
                    false));
            soon().until(() -> {
                successor.tick();
                return lines(written, quiet).size() >= 20;
            });
            int last = Integer.parseInt(had.getLast().substring("line ".length()));
            List<String> texts = lines(written, quiet).stream().map(Line::text).toList();
            for (int i = 0; i < texts.size(); i++) {
                assertThat(texts.get(i)).isEqualTo("line " + (last + 1 + i));
            }
            assertThat(lines(written, loud))
                    .as("what nobody wants does not count")
                    .isEmpty();
        }
        soon().untilAsserted(() -> assertThat(followed()).isEqualTo(before));
    }

    private LogLeases worker(List<ServiceLogLines> written) {
        return new LogLeases(
                clusters,
                cipher,
                lines -> {
                    written.add(lines);
                    return CompletableFuture.completedFuture(null);
                },
                new LogLeases.Limits(10, 200, 1000),
                Clock.systemUTC());
    }

    private LogsRequested lease(String service, Instant since) {
        return new LogsRequested(
                UUID.randomUUID().toString(),
                environment,
                "any",
                service,
                100,
                since,
                null,
                List.of(cipher.encrypt(secret)),
                Instant.now(),
                Instant.now().plus(LEASE),
                false);
    }

    private void ask(LogsRequested lease) {
        publisher
                .publish(TopicCatalog.LOGS_REQUESTED, environment, EVENTS.event(lease.serviceId(), null, lease))
                .toCompletableFuture()
                .join();
    }

    /** What came for a lease so far. */
    private List<Line> told(LogsRequested lease) {
        List<Line> lines = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = clients.groupless("test")) {
            List<TopicPartition> partitions = consumer
                    .partitionsFor(LINES.topic().name())
                    .stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    if (LINES.decode(
                                            record.key(),
                                            record.headers(),
                                            record.value(),
                                            Instant.ofEpochMilli(record.timestamp()))
                                    instanceof Decoded.Valid<ServiceLogLines> valid
                            && valid.event().data().leaseId().equals(lease.leaseId())) {
                        lines.addAll(valid.event().data().lines());
                    }
                });
            }
        }
        return lines;
    }

    private List<String> texts(LogsRequested lease, String pod) {
        return told(lease).stream()
                .filter(line -> line.instance().equals(pod))
                .map(Line::text)
                .toList();
    }

    private static List<Line> lines(List<ServiceLogLines> written, String service) {
        return written.stream()
                .filter(record -> record.serviceId().equals(service))
                .flatMap(record -> record.lines().stream())
                .toList();
    }

    /** How many logs, and lists of pods of a namespace, the cluster is being asked for. */
    private long followed() {
        return client.raw("/metrics")
                .lines()
                .filter(line ->
                        line.startsWith("apiserver_longrunning_requests{") && line.contains("resource=\"pods\""))
                .filter(line -> line.contains("subresource=\"log\"") || line.contains("scope=\"namespace\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private List<Pod> pods(String service) {
        return client.pods()
                .inAnyNamespace()
                .withLabel("slipway.io/service", service)
                .list()
                .getItems();
    }

    private List<String> names(String service) {
        return pods(service).stream().map(pod -> pod.getMetadata().getName()).toList();
    }

    private String namespace(String service) {
        return pods(service).getFirst().getMetadata().getNamespace();
    }

    private void exec(String service, String pod, String script) throws Exception {
        try (ExecWatch exec = client.pods()
                .inNamespace(namespace(service))
                .withName(pod)
                .redirectingOutput()
                .exec("/bin/sh", "-c", script)) {
            exec.exitCode().get(20, TimeUnit.SECONDS);
        }
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(300));
    }

    private String running(String script, int instances) throws InterruptedException {
        String service = UUID.randomUUID().toString();
        services.add(service);
        assertThat(run(Target.RUNNING, service, script, instances)).isInstanceOf(Result.Reached.class);
        return service;
    }

    private Result run(Target target, String service, String script, int instances) throws InterruptedException {
        StepRef step = new StepRef(environment, "deployment", service, StepKind.WORKLOAD, ++attempts);
        WebServiceSpec.Container web = new WebServiceSpec.Container(
                service,
                "web-" + service.substring(0, 8),
                "stage",
                false,
                "app-web-" + service.substring(0, 8),
                new ImageSource.Registry("", "slipway-test/busybox", "2", null),
                new RunSpec(
                        new ProcessSpec("/bin/sh", List.of("-c", script)),
                        List.of(),
                        new Resources(300, 32),
                        instances,
                        instances,
                        new Probes(null, null),
                        List.of()));
        return deployments
                .run(new WorkloadRequested(
                        step,
                        new EnvironmentRef(environment, "test", "project", "organization", "any"),
                        target,
                        web,
                        new Image("slipway-test/busybox:2", null, null, null),
                        List.of(new ResolvedVariable("TOKEN", Value.secret(cipher.encrypt(secret)), null)),
                        Instant.now().plusSeconds(90)))
                .result();
    }
}
