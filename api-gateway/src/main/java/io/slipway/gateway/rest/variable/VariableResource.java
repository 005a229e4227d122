package io.slipway.gateway.rest.variable;

import io.slipway.gateway.app.catalog.VariableParents;
import io.slipway.gateway.app.catalog.Variables;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.token.Access;
import io.slipway.gateway.app.token.Ownership.Kind;
import io.slipway.gateway.domain.Uuids;
import io.slipway.gateway.domain.catalog.ParentScope;
import io.slipway.gateway.domain.catalog.VariableView;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.body.Limits;
import io.slipway.gateway.rest.body.ListBody;
import io.slipway.gateway.rest.body.References;
import io.slipway.gateway.rest.security.CurrentUser;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/** Variables and secrets of projects, environments and services. */
@Path("/variable")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Variables")
class VariableResource {

    private final Variables variables;
    private final VariableParents parents;
    private final Access access;
    private final CurrentUser user;

    VariableResource(Variables variables, VariableParents parents, Access access, CurrentUser user) {
        this.variables = variables;
        this.parents = parents;
        this.access = access;
        this.user = user;
    }

    @GET
    @Operation(operationId = "listVariables", summary = "All variables that a project, environment or service sees")
    public Uni<ListBody<VariableBody>> list(
            @RestQuery("parent_id") @Nullable String parentId,
            @RestQuery @Nullable String scope,
            @RestQuery("is_secret") @Nullable String isSecret) {
        ListQuery query = ListQuery.read(parentId, scope, isSecret);
        return read(query)
                .map(all -> ListBody.of(
                        all.stream()
                                .filter(view -> query.secret() == null || query.secret() == view.secret())
                                .toList(),
                        VariableBody::of));
    }

    @POST
    @Operation(operationId = "createVariable", summary = "Add a value, or a file if there is a mount_path")
    @APIResponse(responseCode = "201")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = VariableShapes.VariableRequest.class)))
    public Uni<RestResponse<VariableBody>> create(byte @Nullable [] bytes) {
        Body body = Body.of(bytes);
        boolean file = body.has("mount_path");
        Variables.Draft draft = new Variables.Draft(
                body.requiredText("key", Limits.SHORT_TEXT),
                value(body, file ? Limits.FILE : Limits.VALUE),
                body.requiredBool("is_secret"),
                VariableFields.mountPath(body),
                VariableFields.extras(body));
        ParentScope scope = VariableFields.scope(body, "variable_scope");
        UUID parent = body.requiredId("variable_parent_id");
        VariableFields.checkKey(body, "key");
        body.check();
        return created(below("variable_parent_id", parent, () -> variables.create(scope, parent, draft)));
    }

    @POST
    @Path("/{variableId}/alias")
    @Operation(operationId = "createVariableAlias", summary = "Give a variable of a wider scope another name")
    @APIResponse(responseCode = "201")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = VariableShapes.VariableAliasRequest.class)))
    public Uni<RestResponse<VariableBody>> alias(UUID variableId, byte @Nullable [] bytes) {
        Body body = Body.of(bytes);
        String key = body.requiredText("key", Limits.SHORT_TEXT);
        ParentScope scope = VariableFields.scope(body, "alias_scope");
        UUID parent = body.requiredId("alias_parent_id");
        Variables.Extras extras = VariableFields.extras(body);
        VariableFields.checkKey(body, "key");
        body.check();
        return created(below("alias_parent_id", parent, () -> variables.alias(variableId, scope, parent, key, extras)));
    }

    @POST
    @Path("/{variableId}/override")
    @Operation(operationId = "createVariableOverride", summary = "Give a variable of a wider scope another value")
    @APIResponse(responseCode = "201")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = VariableShapes.VariableOverrideRequest.class)))
    public Uni<RestResponse<VariableBody>> override(UUID variableId, byte @Nullable [] bytes) {
        Body body = Body.of(bytes);
        String value = value(body, Limits.FILE);
        ParentScope scope = VariableFields.scope(body, "override_scope");
        UUID parent = body.requiredId("override_parent_id");
        Variables.Extras extras = VariableFields.extras(body);
        body.check();
        return created(below(
                "override_parent_id", parent, () -> variables.override(variableId, scope, parent, value, extras)));
    }

    @PUT
    @Path("/{variableId}")
    @Operation(
            operationId = "editVariable",
            summary = "Change a variable; without a value it keeps the one that it has")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = VariableShapes.VariableEditRequest.class)))
    public Uni<VariableBody> edit(UUID variableId, byte @Nullable [] bytes) {
        Body body = Body.of(bytes);
        Variables.Edit edit = new Variables.Edit(
                body.requiredText("key", Limits.SHORT_TEXT),
                body.text("value", Limits.FILE),
                body.mentions("description"),
                VariableFields.description(body),
                body.has("enable_interpolation_in_file") ? body.bool("enable_interpolation_in_file", true) : null);
        Limits.unsupported(body, "secret_manager_access_id");
        body.check();
        return variables.edit(variableId, edit).map(VariableBody::of);
    }

    @DELETE
    @Path("/{variableId}")
    @Operation(operationId = "deleteVariable", summary = "Delete a variable with its aliases and overrides")
    @APIResponse(responseCode = "204")
    public Uni<Void> delete(UUID variableId) {
        return variables.delete(variableId);
    }

    /** Works below a parent that a field names, if it is one of the caller's organization. */
    private Uni<VariableView> below(String field, UUID parent, Supplier<Uni<VariableView>> work) {
        return References.named(
                field,
                parent,
                () -> access.see(user.token(), Kind.PARENT, parent).chain(() -> work.get()));
    }

    private Uni<List<VariableView>> read(ListQuery query) {
        return query.scope() == null
                ? parents.builtIn(query.parentId())
                : parents.visible(query.scope(), query.parentId());
    }

    private static Uni<RestResponse<VariableBody>> created(Uni<VariableView> variable) {
        return variable.map(view -> RestResponse.status(Status.CREATED, VariableBody.of(view)));
    }

    private static String value(Body body, int maxLength) {
        String value = body.text("value", maxLength);
        if (value == null) {
            body.error("value", "is required");
            return "";
        }
        return value;
    }

    /**
     * The parameters of a list.
     *
     * @param scope null = built-in variables alone
     */
    private record ListQuery(
            UUID parentId,
            @Nullable ParentScope scope,
            @Nullable Boolean secret) {

        static ListQuery read(@Nullable String parentId, @Nullable String scope, @Nullable String secret) {
            List<ApiException.FieldError> errors = new ArrayList<>();
            Optional<UUID> id = Uuids.of(parentId);
            if (id.isEmpty()) {
                errors.add(new ApiException.FieldError("parent_id", "is required and must be a UUID"));
            }
            if (scope == null || !VariableFields.isScope(scope)) {
                errors.add(new ApiException.FieldError(
                        "scope", "is required and must be one of " + VariableFields.SCOPES));
            }
            if (secret != null && !secret.equals("true") && !secret.equals("false")) {
                errors.add(new ApiException.FieldError("is_secret", "must be true or false"));
            }
            if (!errors.isEmpty() || scope == null) {
                throw new ApiException.Invalid(errors);
            }
            return new ListQuery(
                    id.orElseThrow(),
                    scope.equals(VariableFields.BUILT_IN) ? null : ParentScope.valueOf(scope),
                    secret == null ? null : Boolean.valueOf(secret));
        }
    }
}
