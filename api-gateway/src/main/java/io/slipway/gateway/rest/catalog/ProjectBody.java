package io.slipway.gateway.rest.catalog;

import io.slipway.gateway.app.catalog.Projects;
import io.slipway.gateway.domain.catalog.Project;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.body.Limits;
import io.slipway.gateway.rest.body.ReferenceBody;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The contract's {@code Project}. */
record ProjectBody(
        UUID id,
        Instant createdAt,
        Instant updatedAt,
        String name,
        @Nullable String description,
        long associatedEnvironmentsCount,
        ReferenceBody organization) {

    static ProjectBody of(Projects.Counted counted) {
        Project project = counted.project();
        return new ProjectBody(
                project.id(),
                project.createdAt(),
                project.updatedAt(),
                project.name(),
                project.description(),
                counted.environments(),
                new ReferenceBody(project.organizationId()));
    }

    /** Reads a {@code ProjectRequest}. */
    static Projects.Draft read(byte @Nullable [] bytes) {
        Body body = Body.of(bytes);
        Projects.Draft draft = new Projects.Draft(Limits.name(body, "name"), Limits.description(body));
        body.check();
        return draft;
    }
}
