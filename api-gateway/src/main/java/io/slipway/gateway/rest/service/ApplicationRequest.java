package io.slipway.gateway.rest.service;

import io.slipway.gateway.app.catalog.Services;
import io.slipway.gateway.domain.catalog.Cluster;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.ServiceConfig.ApplicationConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.Command;
import io.slipway.gateway.domain.catalog.ServiceConfig.Compute;
import io.slipway.gateway.domain.catalog.ServiceConfig.Healthchecks;
import io.slipway.gateway.domain.catalog.ServiceConfig.Source;
import io.slipway.gateway.domain.catalog.ServiceConfig.Web;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.body.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Reads the contract's {@code ApplicationRequest} and {@code ApplicationEditRequest}. In an edit what is absent stays as
 * it is; null takes away what may be missing.
 */
final class ApplicationRequest {

    static final Compute STANDARD_COMPUTE = new Compute(500, 512, 0, null, null);

    private ApplicationRequest() {}

    static Services.Draft create(byte @Nullable [] bytes, Cluster cluster) {
        Body body = Body.of(bytes);
        common(body);
        String name = Limits.name(body, "name");
        Source.Git source = GitBody.read(body.requiredObject("git_repository"), GitBody.Dockerfile.read(body));
        int min = ServiceFields.minInstances(body, 1);
        Services.Draft draft = new Services.Draft(
                name,
                Limits.description(body),
                ServiceFields.icon(body, Icons.APPLICATION),
                new ApplicationConfig(
                        source,
                        ServiceFields.compute(body, cluster, STANDARD_COMPUTE),
                        new Web(
                                PortBody.read(body, null),
                                StorageBody.read(body, null),
                                min,
                                ServiceFields.maxInstances(body, Math.max(1, min), min),
                                ServiceFields.command(body),
                                HealthcheckBody.read(body),
                                body.bool("auto_preview", true),
                                body.bool("auto_deploy", false))));
        body.check();
        return draft;
    }

    static Services.Draft edit(Body body, Service old, ApplicationConfig config, Cluster cluster) {
        common(body);
        Web web = config.web();
        String name = Limits.optionalName(body, "name");
        int min = ServiceFields.minInstances(body, web.minInstances());
        Command command = ServiceFields.command(body);
        Healthchecks healthchecks = HealthcheckBody.read(body);
        int standardMax = web.maxInstances() == ServiceFields.NO_LIMIT
                ? ServiceFields.NO_LIMIT
                : Math.max(min, web.maxInstances());
        Services.Draft draft = new Services.Draft(
                name == null ? old.name() : name,
                body.mentions("description") ? Limits.description(body) : old.description(),
                ServiceFields.icon(body, old.iconUri()),
                new ApplicationConfig(
                        source(body, config.source()),
                        ServiceFields.compute(body, cluster, config.compute()),
                        new Web(
                                body.has("ports") ? PortBody.read(body, web.ports()) : web.ports(),
                                body.has("storage") ? StorageBody.read(body, web.storage()) : web.storage(),
                                min,
                                ServiceFields.maxInstances(body, standardMax, min),
                                new Command(
                                        body.mentions("entrypoint")
                                                ? command.entrypoint()
                                                : web.command().entrypoint(),
                                        body.has("arguments")
                                                ? command.arguments()
                                                : web.command().arguments()),
                                healthchecks,
                                body.bool("auto_preview", web.autoPreview()),
                                body.bool("auto_deploy", web.autoDeploy()))));
        body.check();
        return draft;
    }

    private static Source.Git source(Body body, Source.Git old) {
        GitBody.Dockerfile given = GitBody.Dockerfile.read(body);
        GitBody.Dockerfile dockerfile = new GitBody.Dockerfile(
                body.mentions("dockerfile_path") ? given.path() : old.dockerfilePath(),
                null,
                body.mentions("docker_target_build_stage") ? given.targetStage() : old.targetStage());
        Body repository = body.object("git_repository");
        return repository == null
                ? new Source.Git(
                        old.provider(),
                        old.url(),
                        old.branch(),
                        old.rootPath(),
                        old.tokenId(),
                        dockerfile.path(),
                        null,
                        dockerfile.targetStage())
                : GitBody.read(repository, dockerfile);
    }

    private static void common(Body body) {
        ServiceFields.refuseUnsupported(body);
        Limits.unsupported(body, "dockerfile_raw");
        body.enumeration("build_mode", BuildMode.class);
    }

    /** The contract's {@code BuildModeEnum}. */
    enum BuildMode {
        DOCKER
    }
}
