package io.slipway.gateway.rest.variable;

import io.slipway.gateway.app.catalog.VariableParents;
import io.slipway.gateway.app.catalog.Variables;
import io.slipway.gateway.domain.catalog.ParentScope;
import io.slipway.gateway.domain.catalog.VariableView;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.body.Limits;
import io.slipway.gateway.rest.body.ListBody;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/** What the variables and secrets of all scopes have in common. */
@ApplicationScoped
class ScopedVariables {

    private final Variables variables;
    private final VariableParents parents;

    ScopedVariables(Variables variables, VariableParents parents) {
        this.variables = variables;
        this.parents = parents;
    }

    /** What is no secret of all that the parent sees. */
    Uni<ListBody<VariableBody>> values(ParentScope scope, UUID parentId) {
        return parents.visible(scope, parentId)
                .map(all ->
                        ListBody.of(all.stream().filter(view -> !view.secret()).toList(), VariableBody::of));
    }

    /** The secrets of all that the parent sees. */
    Uni<ListBody<SecretBody>> secrets(ParentScope scope, UUID parentId) {
        return parents.visible(scope, parentId)
                .map(all ->
                        ListBody.of(all.stream().filter(VariableView::secret).toList(), SecretBody::of));
    }

    /** Adds a value, or a file. */
    Uni<RestResponse<VariableBody>> addValue(ParentScope scope, UUID parentId, byte @Nullable [] bytes) {
        return variables
                .create(scope, parentId, read(bytes, false))
                .map(view -> RestResponse.status(Status.CREATED, VariableBody.of(view)));
    }

    /** Adds a secret. */
    Uni<RestResponse<SecretBody>> addSecret(ParentScope scope, UUID parentId, byte @Nullable [] bytes) {
        return variables
                .create(scope, parentId, read(bytes, true))
                .map(view -> RestResponse.status(Status.CREATED, SecretBody.of(view)));
    }

    private static Variables.Draft read(byte @Nullable [] bytes, boolean secret) {
        Body body = Body.of(bytes);
        String value = body.text("value", body.has("mount_path") ? Limits.FILE : Limits.VALUE);
        Variables.Draft draft = new Variables.Draft(
                body.requiredText("key", Limits.SHORT_TEXT),
                value == null ? "" : value,
                secret,
                VariableFields.mountPath(body),
                VariableFields.extras(body));
        VariableFields.checkKey(body, "key");
        body.check();
        return draft;
    }
}
