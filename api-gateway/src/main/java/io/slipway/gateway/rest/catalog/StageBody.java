package io.slipway.gateway.rest.catalog;

import io.slipway.gateway.app.catalog.Stages;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.Stage;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.body.Limits;
import io.slipway.gateway.rest.body.ReferenceBody;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The contract's {@code DeploymentStageResponse}. */
record StageBody(
        UUID id,
        Instant createdAt,
        Instant updatedAt,
        ReferenceBody environment,
        String name,
        String description,
        int deploymentOrder,
        List<Member> services) {

    static StageBody of(Stages.Filled filled) {
        Stage stage = filled.stage();
        return new StageBody(
                stage.id(),
                stage.createdAt(),
                stage.updatedAt(),
                new ReferenceBody(stage.environmentId()),
                stage.name(),
                stage.description() == null ? "" : stage.description(),
                stage.position(),
                filled.services().stream().map(Member::of).toList());
    }

    /** Reads a {@code DeploymentStageRequest}. */
    static Stages.Draft read(byte @Nullable [] bytes) {
        Body body = Body.of(bytes);
        Stages.Draft draft = new Stages.Draft(Limits.name(body, "name"), Limits.description(body));
        body.check();
        return draft;
    }

    /** A service in a stage; {@code id} is that of the membership. */
    record Member(
            UUID id, Instant createdAt, Instant updatedAt, UUID serviceId, String serviceType, boolean isSkipped) {

        static Member of(Service service) {
            Service.Membership membership = service.membership();
            return new Member(
                    membership.id(),
                    membership.createdAt(),
                    membership.updatedAt(),
                    service.id(),
                    service.type().name(),
                    membership.skipped());
        }
    }
}
