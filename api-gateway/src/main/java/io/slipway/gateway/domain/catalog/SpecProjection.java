package io.slipway.gateway.domain.catalog;

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
import io.slipway.events.variable.VariableNames;
import io.slipway.gateway.domain.catalog.CatalogVariable.Owner;
import io.slipway.gateway.domain.catalog.ServiceConfig.ApplicationConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.Command;
import io.slipway.gateway.domain.catalog.ServiceConfig.Compute;
import io.slipway.gateway.domain.catalog.ServiceConfig.ContainerConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.DatabaseConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.Healthchecks;
import io.slipway.gateway.domain.catalog.ServiceConfig.JobConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.Probe;
import io.slipway.gateway.domain.catalog.ServiceConfig.ProbeType;
import io.slipway.gateway.domain.catalog.ServiceConfig.Schedule;
import io.slipway.gateway.domain.catalog.ServiceConfig.Source;
import io.slipway.gateway.domain.catalog.ServiceConfig.Web;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the topic {@code environment.spec} says of an environment. */
public final class SpecProjection {

    private final Snapshot snapshot;
    private final Map<UUID, Registry> registries;

    private SpecProjection(Snapshot snapshot) {
        this.snapshot = snapshot;
        this.registries = snapshot.registriesById();
    }

    /** The specification with the environment's present version. */
    public static EnvironmentSpec of(Snapshot snapshot) {
        return new SpecProjection(snapshot).environment();
    }

    /** The services whose git token is left out, as it is not for the host that their repository's address names. */
    public static List<Service> withoutTheirToken(Snapshot snapshot) {
        return snapshot.services().stream()
                .filter(service -> service.config()
                        .git()
                        .filter(git -> snapshot.gitTokens().stream()
                                .anyMatch(token -> token.id().equals(git.tokenId()) && !token.fits(git.url())))
                        .isPresent())
                .toList();
    }

    private EnvironmentSpec environment() {
        Environment environment = snapshot.environment();
        return new EnvironmentSpec(
                environment.id().toString(),
                environment.specVersion(),
                environment.name(),
                environment.mode().name(),
                environment.projectId().toString(),
                environment.organizationId().toString(),
                environment.clusterId().toString(),
                snapshot.pipeline().stages().stream()
                        .map(stage -> new StageSpec(stage.id().toString(), stage.name()))
                        .toList(),
                snapshot.services().stream().map(this::service).toList(),
                variables());
    }

    private ServiceSpec service(Service service) {
        String id = service.id().toString();
        String stage = service.membership().stageId().toString();
        boolean skipped = service.membership().skipped();
        return switch (service.config()) {
            case ApplicationConfig config ->
                new WebServiceSpec.Application(
                        id,
                        service.name(),
                        stage,
                        skipped,
                        VariableNames.webHostname(id, service.name()),
                        git(config.source()),
                        run(config.compute(), config.web()));
            case ContainerConfig config ->
                new WebServiceSpec.Container(
                        id,
                        service.name(),
                        stage,
                        skipped,
                        VariableNames.webHostname(id, service.name()),
                        image(config.image()),
                        run(config.compute(), config.web()));
            case DatabaseConfig config ->
                new DatabaseSpec(
                        id,
                        service.name(),
                        stage,
                        skipped,
                        VariableNames.databaseHostname(id, config.engine()),
                        config.engine(),
                        config.version(),
                        config.login(),
                        Value.secret(config.password()),
                        config.databaseName(),
                        config.publiclyAccessible(),
                        new RunSpec.Resources(config.cpuMillis(), config.memoryMib()),
                        config.storageGib());
            case JobConfig config -> job(id, service.name(), stage, skipped, config);
        };
    }

    private JobSpec job(String id, String name, String stage, boolean skipped, JobConfig config) {
        ImageSource source = switch (config.source()) {
            case Source.Git git -> git(git);
            case Source.Image image -> image(image);
        };
        return switch (config.schedule()) {
            case Schedule.Lifecycle lifecycle -> {
                Map<JobEvent, RunSpec.ProcessSpec> events = new EnumMap<>(JobEvent.class);
                lifecycle.events().forEach((event, command) -> events.put(event, process(command)));
                yield new JobSpec.Lifecycle(
                        id,
                        name,
                        stage,
                        skipped,
                        source,
                        events,
                        resources(config.compute()),
                        config.maxRestarts(),
                        config.maxDurationSeconds(),
                        config.port(),
                        probes(config.healthchecks()));
            }
            case Schedule.Cron cron ->
                new JobSpec.Cron(
                        id,
                        name,
                        stage,
                        skipped,
                        source,
                        process(cron.command()),
                        cron.expression(),
                        cron.timezone(),
                        resources(config.compute()),
                        config.maxRestarts(),
                        config.maxDurationSeconds(),
                        config.port(),
                        probes(config.healthchecks()));
        };
    }

    private ImageSource.Git git(Source.Git git) {
        return new ImageSource.Git(
                git.url(),
                git.branch(),
                null,
                git.rootPath(),
                git.dockerfilePath(),
                git.dockerfileRaw(),
                git.targetStage(),
                credentials(git));
    }

    private ImageSource.@Nullable Credentials credentials(Source.Git git) {
        return snapshot.gitTokens().stream()
                .filter(token -> token.id().equals(git.tokenId()) && token.fits(git.url()))
                .findFirst()
                .map(token -> new ImageSource.Credentials(token.username(), Value.secret(token.token())))
                .orElse(null);
    }

    private ImageSource.Registry image(Source.Image image) {
        Registry registry = registries.get(image.registryId());
        if (registry == null) {
            throw new IllegalStateException("registry " + image.registryId() + " is not of this organization");
        }
        String password = registry.password();
        return new ImageSource.Registry(
                host(registry),
                image.name(),
                image.tag(),
                password == null ? null : new ImageSource.Credentials(registry.username(), Value.secret(password)));
    }

    /** What stands before an image's name: nothing for the engine's default registry. */
    private static String host(Registry registry) {
        if (registry.kind() == Registry.Kind.DOCKER_HUB) {
            return "";
        }
        URI url = URI.create(registry.url());
        String path = url.getPath() == null ? "" : url.getPath().replaceAll("/+$", "");
        return url.getAuthority() + path;
    }

    private static RunSpec run(Compute compute, Web web) {
        return new RunSpec(
                process(web.command()),
                web.ports().stream()
                        .map(port -> new RunSpec.PortSpec(
                                port.name(),
                                port.internalPort(),
                                port.externalPort(),
                                port.publiclyAccessible(),
                                port.isDefault(),
                                RunSpec.Protocol.valueOf(port.protocol())))
                        .toList(),
                resources(compute),
                web.minInstances(),
                web.maxInstances(),
                probes(web.healthchecks()),
                web.storage().stream()
                        .map(volume ->
                                new RunSpec.VolumeSpec(volume.id().toString(), volume.sizeGib(), volume.mountPoint()))
                        .toList());
    }

    private static RunSpec.ProcessSpec process(Command command) {
        return new RunSpec.ProcessSpec(command.entrypoint(), command.arguments());
    }

    private static RunSpec.Resources resources(Compute compute) {
        return new RunSpec.Resources(compute.cpuMillis(), compute.memoryMib());
    }

    private static Probes probes(Healthchecks healthchecks) {
        return new Probes(probe(healthchecks.readiness()), probe(healthchecks.liveness()));
    }

    private static Probes.@Nullable Probe probe(@Nullable Probe probe) {
        return probe == null
                ? null
                : new Probes.Probe(
                        check(probe.type()),
                        probe.initialDelaySeconds(),
                        probe.periodSeconds(),
                        probe.timeoutSeconds(),
                        probe.successThreshold(),
                        probe.failureThreshold());
    }

    private static Probes.Check check(ProbeType type) {
        if (type.tcp() != null) {
            return new Probes.Check.Tcp(type.tcp().port());
        }
        if (type.http() != null) {
            return new Probes.Check.Http(
                    type.http().port(), type.http().path(), type.http().scheme());
        }
        if (type.grpc() != null) {
            return new Probes.Check.Grpc(type.grpc().port(), type.grpc().service());
        }
        if (type.exec() != null) {
            return new Probes.Check.Exec(type.exec().command());
        }
        throw new IllegalStateException("a probe does something");
    }

    private List<Variable> variables() {
        List<Variable> variables = new ArrayList<>();
        for (CatalogVariable variable : snapshot.variables()) {
            variables.add(new Variable(
                    variable.id().toString(),
                    variable.key(),
                    switch (variable.owner()) {
                        case Owner.OfProject _ -> VariableScope.PROJECT;
                        case Owner.OfEnvironment _ -> VariableScope.ENVIRONMENT;
                        case Owner.OfService _ -> VariableScope.SERVICE;
                    },
                    variable.type(),
                    variable.owner() instanceof Owner.OfService service
                            ? service.id().toString()
                            : null,
                    variable.value(),
                    variable.mountPath(),
                    text(variable.targetId())));
        }
        for (BuiltIn builtIn : snapshot.builtIns()) {
            variables.add(new Variable(
                    builtIn.id().toString(),
                    builtIn.key(),
                    VariableScope.BUILT_IN,
                    VariableType.BUILT_IN,
                    text(builtIn.onlyFor()),
                    builtIn.value(),
                    null,
                    null));
        }
        return variables;
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }
}
