package io.slipway.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Network;
import io.slipway.events.spec.Probes.Check;
import io.slipway.events.spec.Probes.Probe;
import io.slipway.events.spec.RunSpec.PortSpec;
import io.slipway.events.spec.RunSpec.Protocol;
import io.slipway.events.spec.RunSpec.Resources;
import io.slipway.events.work.Endpoint;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.runtime.Environments;
import io.slipway.runtime.ImageToRun;
import io.slipway.runtime.InputFile;
import io.slipway.runtime.ProcessInput;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.Stages;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.Workload;
import io.slipway.runtime.Workload.Volume;
import io.slipway.runtime.WorkloadRuntime.Applied;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is special about workloads on an engine. */
@DockerTest
class DockerWorkloadsIT {

    private static final Duration SOON = Duration.ofSeconds(100);

    private static TestDocker docker;
    private final DockerRuntime runtime = DockerRuntime.on(docker.engine(), TestWeb.SETTINGS);
    private final String environment = UUID.randomUUID().toString();
    private final ServiceKey key = new ServiceKey(environment, UUID.randomUUID().toString());
    private final TestWeb web = new TestWeb(docker, key);
    private long attempts;

    @BeforeAll
    static void open() {
        docker = TestDocker.open();
    }

    @AfterAll
    static void close() {
        docker.close();
    }

    @AfterEach
    void stop() {
        runtime.close();
    }

    private StepRef next(ServiceKey service) {
        return new StepRef(service.environmentId(), "deployment", service.serviceId(), StepKind.WORKLOAD, ++attempts);
    }

    private CompletableFuture<Applied> begin(Workload workload) {
        return runtime.workloads()
                .apply(next(workload.key()), workload, Instant.now().plus(SOON), StepLog.NONE)
                .toCompletableFuture();
    }

    private Applied apply(Workload workload) {
        return Stages.get(begin(workload));
    }

    private InspectContainerResponse inspect(ServiceKey service) {
        List<Container> containers = docker.containers(Map.of(Labels.SERVICE, service.serviceId()));
        assertThat(containers).hasSize(1);
        return docker.client()
                .inspectContainerCmd(containers.getFirst().getId())
                .exec();
    }

    private Workload.Service with(Workload.Service s, Probe liveness, List<Volume> volumes) {
        return new Workload.Service(
                s.key(),
                s.environment(),
                s.name(),
                s.hostnames(),
                s.image(),
                s.input(),
                s.ports(),
                s.resources(),
                s.instances(),
                s.maxInstances(),
                s.readiness(),
                liveness,
                volumes);
    }

    @Test
    void shouldNeverLoseARequestWhileAVersionIsReplaced() throws Exception {
        ServiceKey client = new ServiceKey(environment, UUID.randomUUID().toString());
        apply(web.working("one", 2));
        // Asks by DNS name from inside of the environment, ten times a second.
        apply(new Workload.Service(
                client,
                Environments.ref(client),
                "client",
                List.of("client"),
                ImageToRun.of(TestDocker.IMAGE),
                TestWeb.shell(
                        "while true; do wget -q -O - http://app-web:8080/ || echo LOST; sleep 0.1; done", Map.of()),
                List.of(),
                TestWeb.SMALL,
                1,
                1,
                List.of(),
                null,
                List.of()));
        await().atMost(SOON).untilAsserted(() -> assertThat(lines(client)).contains("one"));

        // A client may take a while on a busy machine from asking for the name to connecting.
        try (DockerRuntime draining = DockerRuntime.on(docker.engine(), TestWeb.settings(Duration.ofSeconds(2)))) {
            Stages.get(draining.workloads()
                    .apply(next(key), web.working("two", 2), Instant.now().plus(SOON), StepLog.NONE));
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(lines(client)).endsWith("two"));

        List<String> answers = lines(client);
        assertThat(answers).contains("one", "two").doesNotContain("LOST");
        // Once the new version has answered alone, the old one does not come back.
        assertThat(answers.subList(answers.lastIndexOf("one") + 1, answers.size()))
                .containsOnly("two");
    }

    @Test
    void shouldRemoveWhatAKilledWorkerWasAboutToRemove() {
        apply(web.working("one", 1));
        InspectContainerResponse replaced = inspect(key);
        docker.client()
                .renameContainerCmd(replaced.getId())
                .withName(replaced.getName().substring(1) + "-gone")
                .exec();

        Applied applied = apply(web.working("two", 1));

        assertThat(applied.unchanged()).isFalse();
        assertThat(inspect(key).getId()).isNotEqualTo(replaced.getId());
        assertThat(inspect(key).getConfig().getEnv()).contains("VERSION=two");
    }

    private List<String> lines(ServiceKey service) {
        return Stages.get(runtime.logs().last(service, 1000)).stream()
                .map(line -> line.text())
                .toList();
    }

    @Test
    void shouldLimitMemoryAndCpuAndRestartPolicyAndLogs() {
        apply(web.working("one", 1));

        InspectContainerResponse container = inspect(key);
        assertThat(container.getHostConfig().getMemory()).isEqualTo(32L << 20);
        assertThat(container.getHostConfig().getMemorySwap()).isEqualTo(32L << 20);
        assertThat(container.getHostConfig().getNanoCPUs()).isEqualTo(500_000_000L);
        assertThat(container.getHostConfig().getRestartPolicy().getName()).isEqualTo("unless-stopped");
        assertThat(container.getHostConfig().getLogConfig().getConfig()).containsEntry("max-size", "10m");
        assertThat(container.getConfig().getLabels())
                .containsEntry(Labels.ENVIRONMENT, environment)
                .containsEntry(Labels.SERVICE, key.serviceId())
                .containsEntry(Labels.ATTEMPT, "1")
                .containsEntry(Labels.ROLE, "workload")
                .containsEntry(Labels.INSTANCE, docker.engine().instance())
                .containsKey(Labels.SPEC_HASH);
    }

    @Test
    void shouldTakeMoreCpuThanThereIsForAllThereIs() {
        Workload.Service s = web.working("one", 1);
        apply(new Workload.Service(
                s.key(),
                s.environment(),
                s.name(),
                s.hostnames(),
                s.image(),
                s.input(),
                s.ports(),
                new Resources(64_000, 32),
                1,
                1,
                s.readiness(),
                null,
                List.of()));

        assertThat(web.version()).isEqualTo("one");
    }

    @Test
    void shouldPublishOnLoopbackOnly() {
        Applied applied = apply(web.working("one", 1));

        int port = java.net.URI.create(applied.endpoints().getFirst().url()).getPort();
        assertThat(inspect(key).getHostConfig().getPortBindings().getBindings().values())
                .singleElement()
                .satisfies(bindings -> assertThat(bindings).singleElement().satisfies(binding -> {
                    assertThat(binding.getHostIp()).isEqualTo("127.0.0.1");
                    assertThat(binding.getHostPortSpec()).isEqualTo(Integer.toString(port));
                }));
        assertThat(port).isBetween(21_000, 24_999);
    }

    @Test
    void shouldPublishEveryInstanceAndNameTheFirstAsDefault() {
        List<Endpoint> endpoints = apply(web.working("one", 3)).endpoints();

        assertThat(endpoints).hasSize(3).extracting(Endpoint::isDefault).containsExactly(true, false, false);
        assertThat(endpoints)
                .allSatisfy(endpoint -> assertThat(TestWeb.get(endpoint.url())).isEqualTo("one"));
        assertThat(Set.copyOf(endpoints)).hasSize(3);
    }

    @Test
    void shouldReplaceAtAFixedPort() {
        int port = freePort();
        apply(fixed("one", port));
        assertThat(TestWeb.get("http://127.0.0.1:" + port)).isEqualTo("one");

        Applied applied = apply(fixed("two", port));

        assertThat(applied.endpoints()).extracting(Endpoint::url).containsExactly("http://127.0.0.1:" + port);
        assertThat(TestWeb.get("http://127.0.0.1:" + port)).isEqualTo("two");
    }

    @Test
    void shouldComeBackToTheFixedPortWhenTheNewVersionFails() {
        int port = freePort();
        apply(fixed("one", port));
        List<String> before = web.serving();
        Workload.Service bad =
                web.service(TestWeb.shell("exit 7", Map.of()), 1, List.of(TestWeb.http(port)), List.of(TestWeb.READY));

        assertThat(Stages.stepFailure(begin(bad)).message()).contains("exit code 7");

        assertThat(web.serving()).isEqualTo(before);
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(TestWeb.get("http://127.0.0.1:" + port)).isEqualTo("one"));
    }

    @Test
    void shouldComeBackToTheFixedPortWhenTheFormerProcessWasKilledMeanwhile() {
        int port = freePort();
        apply(fixed("one", port));
        List<String> before = web.serving();
        StepRef step = next(key);
        Workload.Service hanging = web.service(
                TestWeb.shell("sleep 600", Map.of()), 1, List.of(TestWeb.http(port)), List.of(TestWeb.READY));
        try (DockerRuntime former = DockerRuntime.on(docker.engine(), TestWeb.SETTINGS)) {
            var _ = former.workloads().apply(step, hanging, Instant.now().plus(SOON), StepLog.NONE);
            await().atMost(SOON).until(web::candidateRuns);
        }

        Stages.get(runtime.workloads().cancel(step));

        assertThat(web.serving()).isEqualTo(before);
        assertThat(web.candidates()).isEmpty();
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(TestWeb.get("http://127.0.0.1:" + port)).isEqualTo("one"));
    }

    @Test
    void shouldSayWhichPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            StepFailure failure = Stages.stepFailure(begin(fixed("one", taken.getLocalPort())));

            assertThat(failure.reason()).isEqualTo(Reason.CONFLICT);
            assertThat(failure.message())
                    .contains("Port " + taken.getLocalPort())
                    .contains("taken");
            assertThat(web.containers()).isEmpty();
        }
    }

    @Test
    void shouldChooseAnotherPortWhenTheChosenOneIsTaken() throws IOException {
        Applied first = apply(web.working("one", 1));
        int port = java.net.URI.create(first.endpoints().getFirst().url()).getPort();
        Stages.get(runtime.workloads().stop(next(key), StepLog.NONE));
        try (ServerSocket _ = taken(port)) {
            Applied again = apply(web.working("one", 1));

            assertThat(again.endpoints().getFirst().url())
                    .isNotEqualTo(first.endpoints().getFirst().url());
            assertThat(TestWeb.get(again.endpoints().getFirst().url())).isEqualTo("one");
        }
    }

    /** Takes a port, as soon as the engine has let go of it: it says that a container has ended a little before. */
    private static ServerSocket taken(int port) {
        AtomicReference<ServerSocket> taken = new AtomicReference<>();
        await().atMost(SOON).ignoreExceptionsInstanceOf(BindException.class).until(() -> {
            taken.set(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
            return true;
        });
        return taken.get();
    }

    private Workload.Service fixed(String version, int port) {
        Workload.Service s = web.working(version, 1);
        return web.service(s.input(), 1, List.of(TestWeb.http(port)), s.readiness());
    }

    /** Below the ports that the system chooses for connections: it stays free while no container has it. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(30_000, 32_000);
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (IOException _) {
                // Taken: another one.
            }
        }
    }

    @Test
    void shouldKeepVolumesWhenStoppedOrReplacedAndRemoveThemWhenDeleted() {
        List<Volume> volumes = List.of(new Volume("data", "/data", 1));
        String count = "echo x >> /data/starts; mkdir -p /www; cp /data/starts /www/index.html; "
                + "exec httpd -f -p 8080 -h /www";
        Workload.Service one = with(
                web.service(
                        TestWeb.shell(count, Map.of("V", "1")), 1, List.of(TestWeb.http(null)), List.of(TestWeb.READY)),
                null,
                volumes);
        Workload.Service two = with(
                web.service(
                        TestWeb.shell(count, Map.of("V", "2")), 1, List.of(TestWeb.http(null)), List.of(TestWeb.READY)),
                null,
                volumes);

        apply(one);
        Stages.get(runtime.workloads().stop(next(key), StepLog.NONE));
        apply(one);
        Applied last = apply(two);

        assertThat(TestWeb.get(last.endpoints().getFirst().url()).lines()).hasSize(3);
        assertThat(docker.volumes())
                .anyMatch(volume -> environment.equals(volume.getLabels().get(Labels.ENVIRONMENT)));
        Stages.get(runtime.workloads().delete(next(key), StepLog.NONE));
        assertThat(docker.volumes())
                .noneMatch(volume -> environment.equals(volume.getLabels().get(Labels.ENVIRONMENT)));
    }

    @Test
    void shouldRemoveTheNetworkWithTheLastService() {
        ServiceKey other = new ServiceKey(environment, UUID.randomUUID().toString());
        apply(web.working("one", 1));
        apply(new TestWeb(docker, other).working("one", 1));

        Stages.get(runtime.workloads().delete(next(key), StepLog.NONE));
        assertThat(docker.networks())
                .anyMatch(network -> environment.equals(network.getLabels().get(Labels.ENVIRONMENT)));
        Stages.get(runtime.workloads().delete(next(other), StepLog.NONE));

        assertThat(docker.networks())
                .noneMatch(network -> environment.equals(network.getLabels().get(Labels.ENVIRONMENT)));
    }

    @Test
    void shouldSayWhichContainerOfOthersKeepsTheNetwork() {
        apply(web.working("one", 1));
        Network network = docker.networks().stream()
                .filter(each -> environment.equals(each.getLabels().get(Labels.ENVIRONMENT)))
                .findFirst()
                .orElseThrow();
        String name = "debugger-" + environment;
        String debugger = docker.client()
                .createContainerCmd(TestDocker.IMAGE)
                .withName(name)
                .withHostConfig(HostConfig.newHostConfig().withNetworkMode(network.getName()))
                .withCmd("sleep", "600")
                .exec()
                .getId();
        try {
            docker.client().startContainerCmd(debugger).exec();

            StepFailure failure = Stages.stepFailure(runtime.workloads().delete(next(key), StepLog.NONE));

            assertThat(failure.reason()).isEqualTo(Reason.CONFLICT);
            assertThat(failure.message()).contains(name);
        } finally {
            docker.client().removeContainerCmd(debugger).withForce(true).exec();
        }

        Stages.get(runtime.workloads().delete(next(key), StepLog.NONE));
        assertThat(docker.networks())
                .noneMatch(each -> environment.equals(each.getLabels().get(Labels.ENVIRONMENT)));
    }

    @Test
    void shouldPutFilesIntoTheContainerBeforeItStarts() {
        ProcessInput input = new ProcessInput(
                List.of("/bin/sh", "-c"),
                List.of("cat /etc/app/deep/app.conf /tmp/token && stat -c '%a %n' /etc/app/deep /etc/app/deep/app.conf"
                        + " /tmp && sleep 600"),
                Map.of(),
                List.of(
                        new InputFile("/etc/app/deep/app.conf", "colour=blue\n", false),
                        new InputFile("/tmp/token", "s3cr3t\n", true)));

        apply(web.service(input, 1, List.of(), List.of()));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(lines(key))
                        .containsExactly(
                                "colour=blue",
                                "s3cr3t",
                                "755 /etc/app/deep",
                                "644 /etc/app/deep/app.conf",
                                "1777 /tmp"));
    }

    @Test
    void shouldRefuseAMountPathThatLeadsElsewhere() {
        ProcessInput input =
                new ProcessInput(null, List.of(), Map.of(), List.of(new InputFile("/etc/../root/x", "x", false)));

        StepFailure failure = Stages.stepFailure(begin(web.service(input, 1, List.of(), List.of())));

        assertThat(failure.reason()).isEqualTo(Reason.INVALID_VARIABLE);
        assertThat(failure.message()).contains("/etc/../root/x");
        assertThat(web.containers()).isEmpty();
    }

    @Test
    void shouldKeepSecretsOutOfLabelsAndNames() {
        String secret = "hunter2-" + UUID.randomUUID();
        ProcessInput input = new ProcessInput(
                List.of("/bin/sh", "-c"),
                List.of("sleep 600"),
                Map.of("PASSWORD", secret),
                List.of(new InputFile("/run/secret", secret, true)));

        apply(web.service(input, 1, List.of(), List.of()));

        Container container = web.containers().getFirst();
        assertThat(container.getLabels().toString()).doesNotContain(secret);
        assertThat(String.join(" ", container.getNames())).doesNotContain(secret);
        assertThat(web.service(input, 1, List.of(), List.of()).toString()).doesNotContain(secret);
    }

    @Test
    void shouldSayWhenTheProcessUsesTooMuchMemory() {
        StepFailure failure = Stages.stepFailure(begin(web.service(
                TestWeb.shell("a=0123456789; while true; do a=$a$a; done", Map.of()), 1, List.of(), List.of())));

        assertThat(failure.reason()).isEqualTo(Reason.OUT_OF_MEMORY);
        assertThat(failure.message()).contains("32 MiB");
    }

    @Test
    void shouldSayWhenTheCommandDoesNotExist() {
        StepFailure failure = Stages.stepFailure(begin(web.service(
                new ProcessInput(List.of("/no/such/program"), List.of(), Map.of(), List.of()),
                1,
                List.of(),
                List.of())));

        assertThat(failure.reason()).isEqualTo(Reason.CRASHED);
        assertThat(failure.message()).contains("/no/such/program");
        assertThat(web.containers()).isEmpty();
    }

    @Test
    void shouldSayWhatTheReadinessProbeAnswered() {
        Workload.Service s = web.working("one", 1);
        Workload.Service wrongPath =
                web.service(s.input(), 1, s.ports(), List.of(TestWeb.probe(new Check.Http(8080, "/health", "HTTP"))));

        StepFailure failure = Stages.stepFailure(runtime.workloads()
                .apply(next(key), wrongPath, Instant.now().plus(TestWeb.UNTIL_STARTED), StepLog.NONE));

        assertThat(failure.reason()).isEqualTo(Reason.NOT_READY);
        assertThat(failure.message()).contains("GET /health on port 8080 answered 404");
    }

    @Test
    void shouldProbeByCommandAndByConnection() {
        Workload.Service s = web.working("one", 1);

        apply(web.service(
                s.input(),
                1,
                s.ports(),
                List.of(
                        TestWeb.probe(new Check.Exec(List.of("/bin/sh", "-c", "test -e /www/index.html"))),
                        TestWeb.probe(new Check.Tcp(8080)))));

        assertThat(web.version()).isEqualTo("one");
    }

    @Test
    void shouldRestartAnInstanceWhoseLivenessProbeFails() {
        runtime.start();
        Workload.Service s = web.service(
                TestWeb.shell("rm -f /tmp/sick; echo begun; while true; do sleep 1; done", Map.of()),
                1,
                List.of(),
                List.of());
        // Only what the command says makes it fail, not how long a busy machine takes to run it.
        Probe liveness = new Probe(new Check.Exec(List.of("/bin/sh", "-c", "! test -e /tmp/sick")), 0, 1, 60, 1, 2);
        apply(with(s, liveness, List.of()));
        String id = web.serving().getFirst();

        docker.client()
                .copyArchiveToContainerCmd(id)
                .withRemotePath("/tmp")
                .withTarInputStream(TestTar.file("sick", ""))
                .exec();

        await().atMost(SOON).untilAsserted(() -> assertThat(lines(key)).containsExactly("begun", "begun"));
        assertThat(web.serving()).containsExactly(id);
    }

    @Test
    void shouldTolerateOneCrashAtTheStart() {
        Workload.Service flaky = with(
                web.service(
                        TestWeb.shell("test -e /data/second || { touch /data/second; exit 1; }; sleep 600", Map.of()),
                        1,
                        List.of(),
                        List.of()),
                null,
                List.of(new Volume("data", "/data", 1)));

        assertThat(apply(flaky).unchanged()).isFalse();
        assertThat(web.serving()).hasSize(1);
    }

    @Test
    void shouldNotTouchContainersOfAnotherInstallation() {
        apply(web.working("one", 1));
        List<String> before = web.serving();
        try (DockerEngine other = DockerEngine.connect(DockerSettings.local("test-other"));
                DockerRuntime otherRuntime = DockerRuntime.on(other, TestWeb.SETTINGS)) {
            Stages.get(otherRuntime.workloads().stop(next(key), StepLog.NONE));
            Stages.get(otherRuntime.workloads().delete(next(key), StepLog.NONE));
        }

        assertThat(web.serving()).isEqualTo(before);
        assertThat(web.version()).isEqualTo("one");
    }

    @Test
    void shouldRollOutManyServicesOfOneEnvironmentAtOnce() {
        List<CompletableFuture<Applied>> rollouts = java.util.stream.IntStream.range(0, 8)
                .mapToObj(i -> new ServiceKey(environment, UUID.randomUUID().toString()))
                .map(service -> begin(new TestWeb(docker, service).working("one", 1)))
                .toList();

        Set<String> urls = ConcurrentHashMap.newKeySet();
        rollouts.forEach(rollout -> Stages.get(rollout).endpoints().forEach(endpoint -> urls.add(endpoint.url())));
        assertThat(urls)
                .hasSize(8)
                .allSatisfy(url -> assertThat(TestWeb.get(url)).isEqualTo("one"));
        assertThat(docker.networks().stream()
                        .filter(network ->
                                environment.equals(network.getLabels().get(Labels.ENVIRONMENT))))
                .hasSize(1);
    }

    @Test
    void shouldGiveUpWhileTheImageIsPulledWhenCancelled() throws IOException {
        // Accepts the engine's connection and never answers.
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Workload.Service s = web.working("one", 1);
            StepRef step = next(key);
            AtomicBoolean pulling = new AtomicBoolean();
            var rollout = runtime.workloads()
                    .apply(
                            step,
                            new Workload.Service(
                                    s.key(),
                                    s.environment(),
                                    s.name(),
                                    s.hostnames(),
                                    ImageToRun.of("127.0.0.1:" + silent.getLocalPort() + "/a/b:1"),
                                    s.input(),
                                    s.ports(),
                                    s.resources(),
                                    1,
                                    1,
                                    s.readiness(),
                                    null,
                                    List.of()),
                            Instant.now().plus(SOON),
                            (_, message, _) -> pulling.compareAndSet(false, message.startsWith("Pulling")));
            await().atMost(SOON).untilTrue(pulling);

            Stages.get(runtime.workloads().cancel(step));

            assertThat(Stages.failure(rollout)).isInstanceOf(java.util.concurrent.CancellationException.class);
        }
    }

    @Test
    void shouldNotPublishPortsThatAreNotPublic() {
        Workload.Service s = web.working("one", 1);

        Applied applied = apply(web.service(
                s.input(), 1, List.of(new PortSpec("web", 8080, null, false, true, Protocol.HTTP)), s.readiness()));

        assertThat(applied.endpoints()).isEmpty();
        assertThat(inspect(key).getHostConfig().getPortBindings().getBindings()).isEmpty();
    }
}
