package io.slipway.runtime.kubernetes.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.spec.Probes.Check;
import io.slipway.events.spec.Probes.Probe;
import io.slipway.events.spec.RunSpec.PortSpec;
import io.slipway.events.spec.RunSpec.Protocol;
import io.slipway.events.spec.RunSpec.Resources;
import io.slipway.events.work.Endpoint;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.ImageToRun;
import io.slipway.runtime.InputFile;
import io.slipway.runtime.ProcessInput;
import io.slipway.runtime.RegistryLogin;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.Workload;
import io.slipway.runtime.kubernetes.Golden;
import io.slipway.runtime.kubernetes.KubernetesConfig;
import io.slipway.runtime.kubernetes.Names;
import io.slipway.runtime.kubernetes.TestConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkloadObjectsTest {

    private static final ServiceKey KEY =
            new ServiceKey("11111111-2222-4333-8444-555555555555", "a1b2c3d4-0000-4000-8000-000000000001");
    private static final EnvironmentRef ENVIRONMENT = new EnvironmentRef(
            KEY.environmentId(),
            "Staging",
            "22222222-2222-4333-8444-555555555555",
            "33333333-2222-4333-8444-555555555555",
            "44444444-2222-4333-8444-555555555555");
    private static final Resources SMALL = new Resources(500, 256);
    private static final KubernetesConfig PLAIN = TestConfig.of(Map.of());
    private static final KubernetesConfig FULL = TestConfig.of(Map.ofEntries(
            Map.entry("registry.url", "registry.example.com/team"),
            Map.entry("registry.username", "robot"),
            Map.entry("registry.password", "pull-secret"),
            Map.entry("image-mirror", "mirror.example.com/hub"),
            Map.entry("ingress.domain", "apps.example.com"),
            Map.entry("ingress.class", "nginx"),
            Map.entry("ingress.tls-secret", "wildcard"),
            Map.entry("storage-class", "fast"),
            Map.entry("quota.cpu", "4"),
            Map.entry("quota.memory", "8Gi"),
            Map.entry("quota.pods", "20"),
            Map.entry("quota.storage", "50Gi"),
            Map.entry("network-policy.enabled", "true")));

    private static Workload.Service service(
            ProcessInput input,
            List<PortSpec> ports,
            int instances,
            int maxInstances,
            List<Probe> readiness,
            @Nullable Probe liveness,
            List<Workload.Volume> volumes) {
        return new Workload.Service(
                KEY,
                ENVIRONMENT,
                "My Web",
                List.of("app-za1b2c3d4-my-web", "my-web"),
                new ImageToRun("shop/web:1", null, new RegistryLogin("reader", "s3cret")),
                input,
                ports,
                SMALL,
                instances,
                maxInstances,
                readiness,
                liveness,
                volumes);
    }

    private static ServiceObjects objects(KubernetesConfig config, Workload.Service service) {
        return ServiceObjects.of(config, Names.of(config), service);
    }

    private static Probe probe(Check check) {
        return new Probe(check, 3, 5, 2, 1, 4);
    }

    @Test
    void shouldMakeAnApplicationWithEverything() {
        ProcessInput input = new ProcessInput(
                List.of("/bin/web"),
                List.of("--greeting", "hello $(NAME), $$ and 5$"),
                Map.of("A", "1", "PASSWORD", "pa55"),
                List.of(new InputFile("/etc/web/config.yaml", "a: b\n", false), new InputFile("/key", "k", true)));
        List<PortSpec> ports = List.of(
                new PortSpec("http", 8080, null, true, true, Protocol.HTTP),
                new PortSpec("rpc", 9090, null, true, false, Protocol.GRPC),
                new PortSpec("metrics", 9100, null, false, false, Protocol.TCP),
                new PortSpec("dns", 5353, null, false, false, Protocol.UDP));

        ServiceObjects made = objects(
                FULL,
                service(
                        input,
                        ports,
                        2,
                        5,
                        List.of(probe(new Check.Http(8080, "/ready", "http"))),
                        probe(new Check.Grpc(9090, "web")),
                        List.of()));

        Golden.check("service-full", made.all());
        assertThat(made.endpoints())
                .containsExactly(
                        new Endpoint("http", 8080, "https://app-za1b2c3d4-my-web.apps.example.com", true),
                        new Endpoint("rpc", 9090, "https://p9090-app-za1b2c3d4-my-web.apps.example.com", false));
    }

    @Test
    void shouldMakeAnApplicationAsSmallAsCanBe() {
        ServiceObjects made = objects(
                PLAIN,
                service(
                        ProcessInput.IMAGE_DEFAULT,
                        List.of(new PortSpec("http", 8080, null, true, false, Protocol.HTTP)),
                        1,
                        1,
                        List.of(),
                        null,
                        List.of()));

        Golden.check("service-plain", made.all());
        assertThat(made.endpoints())
                .singleElement()
                .satisfies(endpoint -> assertThat(endpoint.url())
                        .isEqualTo("http://app-za1b2c3d4-my-web."
                                + Names.of(PLAIN).namespace(KEY.environmentId()) + ".svc.cluster.local:8080"));
        assertThat(made.endpoints().getFirst().isDefault()).isTrue();
    }

    @Test
    void shouldMakeADatabaseWithAVolume() {
        ServiceObjects made = objects(
                FULL,
                service(
                        new ProcessInput(null, List.of(), Map.of("POSTGRES_PASSWORD", "pa55"), List.of()),
                        List.of(new PortSpec("database", 5432, null, false, true, Protocol.TCP)),
                        1,
                        1,
                        List.of(probe(new Check.Tcp(5432)), probe(new Check.Exec(List.of("pg_isready")))),
                        null,
                        List.of(new Workload.Volume("vol-1", "/var/lib/data", 10))));

        Golden.check("service-database", made.all());
    }

    @Test
    void shouldMakeASchedule() {
        ScheduleObjects made = ScheduleObjects.of(
                FULL,
                Names.of(FULL),
                new Workload.Scheduled(
                        KEY,
                        ENVIRONMENT,
                        "nightly",
                        ImageToRun.of("shop/job:1"),
                        new ProcessInput(List.of("/bin/job"), List.of(), Map.of("A", "1"), List.of()),
                        SMALL,
                        "0 3 * * *",
                        "Europe/Paris",
                        2,
                        600));

        List<HasMetadata> all = new ArrayList<>(made.secrets());
        all.add(made.cronJob());
        Golden.check("schedule", all);
    }

    @Test
    void shouldMakeANamespace() {
        List<HasMetadata> all = new ArrayList<>();
        all.add(NamespaceObjects.namespace(FULL, Names.of(FULL), ENVIRONMENT));
        all.addAll(NamespaceObjects.contents(FULL, Names.of(FULL), ENVIRONMENT));

        Golden.check("namespace", all);
        assertThat(NamespaceObjects.contents(PLAIN, Names.of(PLAIN), ENVIRONMENT))
                .isEmpty();
    }

    @Test
    void shouldRefuseVariablesThatNoSecretCanHold() {
        Workload.Service service = service(
                new ProcessInput(null, List.of(), Map.of("BIG", "x".repeat(1024 * 1024 + 1)), List.of()),
                List.of(),
                1,
                1,
                List.of(),
                null,
                List.of());

        assertThatThrownBy(() -> objects(PLAIN, service)).isInstanceOfSatisfying(StepException.class, e -> {
            assertThat(e.failure().reason()).isEqualTo(Reason.UNSUPPORTED);
            assertThat(e.failure().message()).contains("1048577").contains("1048576");
        });
    }

    @Test
    void shouldMakeNamesThatAreDnsLabels() {
        Workload.Service service = new Workload.Service(
                KEY,
                ENVIRONMENT,
                "ÄÖÜ!",
                List.of("2048_Game!", "x".repeat(80), "x".repeat(81)),
                ImageToRun.of("a/b"),
                ProcessInput.IMAGE_DEFAULT,
                List.of(),
                SMALL,
                1,
                1,
                List.of(),
                null,
                List.of());

        assertThat(objects(PLAIN, service).others())
                .extracting(object -> object.getMetadata().getName())
                .hasSize(3)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z]([a-z0-9-]{0,61}[a-z0-9])?"));
    }

    @Test
    void shouldKeepNamesOfEnvironmentsAndServicesApartThatBeginAlike() {
        Names names = new Names("slipway", "default");
        ServiceKey other = new ServiceKey(KEY.environmentId(), KEY.serviceId().replace("001", "002"));

        assertThat(names.namespace(KEY.environmentId()))
                .isNotEqualTo(names.namespace(KEY.environmentId().replace("555555555555", "555555555556")))
                .isNotEqualTo(new Names("slipway", "other").namespace(KEY.environmentId()))
                .matches("slipway-11111111-[0-9a-f]{10}");
        assertThat(names.service(KEY)).isNotEqualTo(names.service(other)).hasSizeLessThan(Names.MAX_LENGTH);
    }

    @Test
    void shouldNotChangeSecretsOfTheFormerVersion() {
        ProcessInput one = new ProcessInput(null, List.of(), Map.of("A", "1"), List.of());
        ProcessInput two = new ProcessInput(null, List.of(), Map.of("A", "2"), List.of());

        String first = objects(PLAIN, service(one, List.of(), 1, 1, List.of(), null, List.of()))
                .secrets()
                .getFirst()
                .getMetadata()
                .getName();
        String second = objects(PLAIN, service(two, List.of(), 1, 1, List.of(), null, List.of()))
                .secrets()
                .getFirst()
                .getMetadata()
                .getName();

        assertThat(first).isNotEqualTo(second);
    }
}
