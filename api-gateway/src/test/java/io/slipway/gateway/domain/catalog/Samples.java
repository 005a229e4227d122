package io.slipway.gateway.domain.catalog;

import io.slipway.events.spec.DatabaseSpec.Engine;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.Value;
import io.slipway.events.spec.VariableType;
import io.slipway.gateway.domain.catalog.CatalogVariable.Owner;
import io.slipway.gateway.domain.catalog.ServiceConfig.ApplicationConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.Command;
import io.slipway.gateway.domain.catalog.ServiceConfig.Compute;
import io.slipway.gateway.domain.catalog.ServiceConfig.ContainerConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.DatabaseConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.Healthchecks;
import io.slipway.gateway.domain.catalog.ServiceConfig.JobConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.Port;
import io.slipway.gateway.domain.catalog.ServiceConfig.Probe;
import io.slipway.gateway.domain.catalog.ServiceConfig.ProbeType;
import io.slipway.gateway.domain.catalog.ServiceConfig.Schedule;
import io.slipway.gateway.domain.catalog.ServiceConfig.Source;
import io.slipway.gateway.domain.catalog.ServiceConfig.Storage;
import io.slipway.gateway.domain.catalog.ServiceConfig.Web;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One environment with a service of each kind. */
final class Samples {

    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final UUID PROJECT = id("0000000a");
    static final UUID ENVIRONMENT = id("0000000b");
    static final UUID DATABASE = id("d0000001");
    static final UUID JOB = id("b0000001");
    static final UUID CRON = id("b0000002");
    static final UUID APPLICATION = id("a0000001");
    static final UUID CONTAINER = id("c0000001");
    static final UUID HUB = id("f0000001");
    static final UUID PRIVATE = id("f0000002");

    static final Cluster CLUSTER = new Cluster(id("cc000000"), "local", "ON_PREMISE", "here", 1000, 1000);
    static final Environment ENV = new Environment(
            ENVIRONMENT, PROJECT, id("00000001"), CLUSTER.id(), "Staging One", Environment.Mode.STAGING, 7, NOW, NOW);
    static final Pipeline PIPELINE = new Pipeline(List.of(
            new Stage(id("50000002"), ENVIRONMENT, "second", null, 1, null, NOW, NOW),
            new Stage(id("50000001"), ENVIRONMENT, "first", null, 0, null, NOW, NOW)));

    private static final Compute COMPUTE = new Compute(250, 300, 0, null, null);
    private static final Healthchecks NO_PROBES = new Healthchecks(null, null);

    private Samples() {}

    static Snapshot snapshot(CatalogVariable... variables) {
        return snapshot(List.of(), variables);
    }

    static Snapshot snapshot(List<JobOutput> outputs, CatalogVariable... variables) {
        return new Snapshot(
                ENV,
                CLUSTER,
                PIPELINE,
                List.of(database(Engine.POSTGRESQL), job(), cron(), application(), container()),
                List.of(variables),
                outputs,
                List.of(
                        registry(HUB, Registry.Kind.DOCKER_HUB, "https://docker.io", null),
                        registry(PRIVATE, Registry.Kind.GENERIC_CR, "http://127.0.0.1:5000/team/", "cipher")),
                List.of());
    }

    static Service database(Engine engine) {
        return service(
                DATABASE,
                ServiceType.DATABASE,
                "Main DB",
                new DatabaseConfig(engine, "16", false, 250, 100, 10, "joe", "cipher-of-password", "app"));
    }

    static Service job() {
        return service(
                JOB,
                ServiceType.JOB,
                "seed",
                new JobConfig(
                        new Source.Git("GITHUB", "https://g/x", "main", "/job", null, "Docker", null, "run"),
                        new Schedule.Lifecycle(
                                Map.of(
                                        JobEvent.START, new Command("/bin/sh", List.of("-c", "x")),
                                        JobEvent.DELETE, new Command(null, List.of())),
                                "GENERIC"),
                        COMPUTE,
                        3,
                        60,
                        9000,
                        NO_PROBES,
                        false,
                        false));
    }

    static Service cron() {
        return service(
                CRON,
                ServiceType.JOB,
                "tick",
                new JobConfig(
                        new Source.Image(PRIVATE, "tick", "1"),
                        new Schedule.Cron(new Command(null, List.of("a")), "* * * * *", "Europe/Paris"),
                        COMPUTE,
                        0,
                        0,
                        null,
                        NO_PROBES,
                        false,
                        false));
    }

    static Service application() {
        Source.Git source = new Source.Git("GITHUB", "https://g/app", null, "/", null, null, null, null);
        Web web = new Web(
                List.of(new Port(id("e0000001"), "web", 8080, 80, true, true, "GRPC", null, null)),
                List.of(new Storage(id("e0000002"), 5, "/data")),
                2,
                -1,
                new Command("/run", List.of("--x")),
                new Healthchecks(
                        new Probe(
                                new ProbeType(null, new ProbeType.Http(8080, "/ok", "HTTP"), null, null),
                                1,
                                2,
                                3,
                                4,
                                5),
                        new Probe(new ProbeType(new ProbeType.Tcp(8080, null), null, null, null), 6, 7, 8, 9, 10)),
                true,
                false);
        return service(APPLICATION, ServiceType.APPLICATION, "Shop", new ApplicationConfig(source, COMPUTE, web));
    }

    static Service container() {
        Web web = new Web(List.of(), List.of(), 1, 1, new Command(null, List.of()), NO_PROBES, false, false);
        return service(
                CONTAINER,
                ServiceType.CONTAINER,
                "cache",
                new ContainerConfig(new Source.Image(HUB, "library/cache", "2"), COMPUTE, web));
    }

    static CatalogVariable variable(Owner owner, String key, VariableType type, Value value, UUID target) {
        UUID id = UUID.nameUUIDFromBytes((owner + key + type).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return new CatalogVariable(id, owner, key, type, value, null, target, null, true, NOW, NOW);
    }

    static UUID id(String start) {
        return UUID.fromString(start + "-0000-4000-8000-000000000000");
    }

    private static Service service(UUID id, ServiceType type, String name, ServiceConfig config) {
        Service.Membership membership = new Service.Membership(
                id("9" + id.toString().substring(1, 8)), id("50000001"), type == ServiceType.CONTAINER, NOW, NOW);
        return new Service(id, ENVIRONMENT, membership, type, name, null, "app://icon", config, NOW, NOW);
    }

    private static Registry registry(UUID id, Registry.Kind kind, String url, String password) {
        Map<String, String> settings = password == null ? Map.of() : Map.of("username", "bob");
        return new Registry(id, ENV.organizationId(), kind.name(), kind, null, url, settings, password, NOW, NOW);
    }
}
