package io.slipway.gateway.rest.deployment;

import io.slipway.gateway.app.deployment.Pictures;
import io.slipway.gateway.rest.body.ListBody;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Statuses of a project's environments. */
@Path("/project/{projectId}/environment/status")
@Tag(name = "Environment status")
class ProjectStatusResource {

    private final Pictures pictures;

    ProjectStatusResource(Pictures pictures) {
        this.pictures = pictures;
    }

    @GET
    @Operation(operationId = "getProjectEnvironmentsStatus", summary = "Status of each environment")
    public Uni<ListBody<EnvironmentStatusBody>> statuses(UUID projectId) {
        return pictures.ofProject(projectId)
                .map(scenes -> new ListBody<>(scenes.stream()
                        .map(Pictures.Scene::picture)
                        .map(EnvironmentStatusBody::of)
                        .toList()));
    }
}
