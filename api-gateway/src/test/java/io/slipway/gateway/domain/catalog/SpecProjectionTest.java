package io.slipway.gateway.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.spec.DatabaseSpec;
import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.spec.ImageSource;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.JobSpec;
import io.slipway.events.spec.Probes;
import io.slipway.events.spec.RunSpec;
import io.slipway.events.spec.ServiceSpec;
import io.slipway.events.spec.StageSpec;
import io.slipway.events.spec.Value;
import io.slipway.events.spec.Variable;
import io.slipway.events.spec.VariableScope;
import io.slipway.events.spec.VariableType;
import io.slipway.events.spec.WebServiceSpec;
import io.slipway.gateway.domain.catalog.CatalogVariable.Owner;
import io.slipway.gateway.domain.git.GitServer;
import io.slipway.gateway.domain.git.Provider;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SpecProjectionTest {

    private final EnvironmentSpec spec = SpecProjection.of(Samples.snapshot());

    @Test
    void shouldTellWhatTheEnvironmentIs() {
        assertThat(spec.environmentId()).isEqualTo(Samples.ENVIRONMENT.toString());
        assertThat(spec.version()).isEqualTo(7);
        assertThat(spec.name()).isEqualTo("Staging One");
        assertThat(spec.mode()).isEqualTo("STAGING");
        assertThat(spec.projectId()).isEqualTo(Samples.PROJECT.toString());
        assertThat(spec.clusterId()).isEqualTo(Samples.CLUSTER.id().toString());
        assertThat(spec.stages()).extracting(StageSpec::name).containsExactly("first", "second");
        assertThat(spec.services())
                .extracting(ServiceSpec::id)
                .containsExactly(
                        Samples.DATABASE.toString(),
                        Samples.JOB.toString(),
                        Samples.CRON.toString(),
                        Samples.APPLICATION.toString(),
                        Samples.CONTAINER.toString());
    }

    @Test
    void shouldProjectAnApplication() {
        WebServiceSpec.Application application = service(Samples.APPLICATION, WebServiceSpec.Application.class);

        assertThat(application.name()).isEqualTo("Shop");
        assertThat(application.hostname()).isEqualTo("app-za0000001-shop");
        assertThat(application.skipped()).isFalse();
        assertThat(application.source())
                .isEqualTo(new ImageSource.Git("https://g/app", null, null, "/", null, null, null, null));
        assertThat(application.run().command()).isEqualTo(new RunSpec.ProcessSpec("/run", java.util.List.of("--x")));
        assertThat(application.run().resources()).isEqualTo(new RunSpec.Resources(250, 300));
        assertThat(application.run().minInstances()).isEqualTo(2);
        assertThat(application.run().ports())
                .containsExactly(new RunSpec.PortSpec("web", 8080, 80, true, true, RunSpec.Protocol.GRPC));
        assertThat(application.run().volumes())
                .containsExactly(new RunSpec.VolumeSpec(Samples.id("e0000002").toString(), 5, "/data"));
        assertThat(application.run().probes())
                .isEqualTo(new Probes(
                        new Probes.Probe(new Probes.Check.Http(8080, "/ok", "HTTP"), 1, 2, 3, 4, 5),
                        new Probes.Probe(new Probes.Check.Tcp(8080), 6, 7, 8, 9, 10)));
    }

    @Test
    void shouldProjectAContainerOfTheEnginesDefaultRegistry() {
        WebServiceSpec.Container container = service(Samples.CONTAINER, WebServiceSpec.Container.class);

        assertThat(container.source()).isEqualTo(new ImageSource.Registry("", "library/cache", "2", null));
        assertThat(container.skipped()).isTrue();
        assertThat(container.hostname()).isEqualTo("app-zc0000001-cache");
        assertThat(container.run().probes()).isEqualTo(Probes.NONE);
    }

    @Test
    void shouldProjectALifecycleJob() {
        JobSpec.Lifecycle job = service(Samples.JOB, JobSpec.Lifecycle.class);

        assertThat(job.events())
                .isEqualTo(Map.of(
                        JobEvent.START,
                        new RunSpec.ProcessSpec("/bin/sh", java.util.List.of("-c", "x")),
                        JobEvent.DELETE,
                        RunSpec.ProcessSpec.IMAGE_DEFAULT));
        assertThat(job.source())
                .isEqualTo(new ImageSource.Git("https://g/x", "main", null, "/job", "Docker", null, "run", null));
        assertThat(job.maxRestarts()).isEqualTo(3);
        assertThat(job.maxDurationSeconds()).isEqualTo(60);
        assertThat(job.port()).isEqualTo(9000);
    }

    @Test
    void shouldLeaveATokenOutThatIsNotForTheRepositorysHost() {
        UUID id = Samples.id("70000001");
        GitToken token = new GitToken(
                id,
                Samples.ENV.organizationId(),
                "t",
                null,
                Provider.GITHUB,
                GitServer.of(Provider.GITHUB),
                null,
                "cipher",
                null,
                Samples.NOW,
                Samples.NOW);

        Snapshot elsewhere = fetched("https://git.example/a", token);
        Snapshot there = fetched("https://github.com/a", token);

        assertThat(credentials(elsewhere)).isNull();
        assertThat(SpecProjection.withoutTheirToken(elsewhere))
                .extracting(Service::id)
                .containsExactly(Samples.APPLICATION);
        assertThat(credentials(there)).isNotNull();
        assertThat(SpecProjection.withoutTheirToken(there)).isEmpty();
    }

    private static Snapshot fetched(String url, GitToken token) {
        Snapshot snapshot = Samples.snapshot();
        Service old = Samples.application();
        ServiceConfig.ApplicationConfig config = (ServiceConfig.ApplicationConfig) old.config();
        Service service = new Service(
                old.id(),
                old.environmentId(),
                old.membership(),
                old.type(),
                old.name(),
                old.description(),
                old.iconUri(),
                new ServiceConfig.ApplicationConfig(
                        new ServiceConfig.Source.Git("GITHUB", url, null, "/", token.id(), null, null, null),
                        config.compute(),
                        config.web()),
                old.createdAt(),
                old.updatedAt());
        return new Snapshot(
                snapshot.environment(),
                snapshot.cluster(),
                snapshot.pipeline(),
                java.util.List.of(service),
                java.util.List.of(),
                java.util.List.of(),
                snapshot.registries(),
                java.util.List.of(token));
    }

    private static ImageSource.@org.jspecify.annotations.Nullable Credentials credentials(Snapshot snapshot) {
        return ((WebServiceSpec.Application)
                        SpecProjection.of(snapshot).services().getFirst())
                .source()
                .credentials();
    }

    @Test
    void shouldProjectACronJobOfAPrivateRegistry() {
        JobSpec.Cron job = service(Samples.CRON, JobSpec.Cron.class);

        assertThat(job.schedule()).isEqualTo("* * * * *");
        assertThat(job.timezone()).isEqualTo("Europe/Paris");
        assertThat(job.command().arguments()).containsExactly("a");
        assertThat(job.source())
                .isEqualTo(new ImageSource.Registry(
                        "127.0.0.1:5000/team",
                        "tick",
                        "1",
                        new ImageSource.Credentials("bob", Value.secret("cipher"))));
    }

    @Test
    void shouldProjectADatabase() {
        DatabaseSpec database = service(Samples.DATABASE, DatabaseSpec.class);

        assertThat(database.hostname()).isEqualTo("zd0000001-postgresql");
        assertThat(database.password()).isEqualTo(Value.secret("cipher-of-password"));
        assertThat(database.login()).isEqualTo("joe");
        assertThat(database.databaseName()).isEqualTo("app");
        assertThat(database.storageGib()).isEqualTo(10);
        assertThat(database.publiclyAccessible()).isFalse();
    }

    @Test
    void shouldProjectVariablesOfEveryScopeAndThenBuiltInOnes() {
        CatalogVariable ofProject =
                Samples.variable(new Owner.OfProject(Samples.PROJECT), "A", VariableType.VALUE, Value.plain("1"), null);
        CatalogVariable ofEnvironment = Samples.variable(
                new Owner.OfEnvironment(Samples.ENVIRONMENT),
                "A",
                VariableType.OVERRIDE,
                Value.plain("2"),
                ofProject.id());
        CatalogVariable ofService = Samples.variable(
                new Owner.OfService(Samples.APPLICATION, Samples.ENVIRONMENT),
                "B",
                VariableType.ALIAS,
                Value.plain(""),
                ofProject.id());

        EnvironmentSpec projected = SpecProjection.of(Samples.snapshot(ofProject, ofEnvironment, ofService));

        assertThat(projected.variables().subList(0, 3))
                .containsExactly(
                        new Variable(
                                ofProject.id().toString(),
                                "A",
                                VariableScope.PROJECT,
                                VariableType.VALUE,
                                null,
                                Value.plain("1"),
                                null,
                                null),
                        new Variable(
                                ofEnvironment.id().toString(),
                                "A",
                                VariableScope.ENVIRONMENT,
                                VariableType.OVERRIDE,
                                null,
                                Value.plain("2"),
                                null,
                                ofProject.id().toString()),
                        new Variable(
                                ofService.id().toString(),
                                "B",
                                VariableScope.SERVICE,
                                VariableType.ALIAS,
                                Samples.APPLICATION.toString(),
                                Value.plain(""),
                                null,
                                ofProject.id().toString()));
        assertThat(projected.variables().subList(3, projected.variables().size()))
                .allSatisfy(variable -> assertThat(variable.type()).isEqualTo(VariableType.BUILT_IN))
                .extracting(Variable::id)
                .doesNotHaveDuplicates();
        assertThat(projected.variables())
                .filteredOn(variable -> variable.key().equals("QOVERY_JOB_ID"))
                .extracting(Variable::serviceId)
                .containsExactly(Samples.JOB.toString(), Samples.CRON.toString());
    }

    private <T extends ServiceSpec> T service(UUID id, Class<T> type) {
        return type.cast(spec.service(id.toString()).orElseThrow());
    }
}
