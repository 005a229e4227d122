package io.slipway.gateway.rest.variable;

import io.slipway.gateway.app.catalog.VariableImports;
import io.slipway.gateway.app.catalog.VariableImports.Item;
import io.slipway.gateway.app.catalog.VariableImports.Outcome;
import io.slipway.gateway.app.catalog.VariableImports.Result;
import io.slipway.gateway.domain.Uuids;
import io.slipway.gateway.domain.catalog.ParentScope;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.body.Limits;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
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

/** Many variables at once. */
@Path("/variable/import")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Variables")
class VariableImportResource {

    private static final int MAX_VARIABLES = 1_000;

    private final VariableImports imports;

    VariableImportResource(VariableImports imports) {
        this.imports = imports;
    }

    @POST
    @Operation(
            operationId = "importEnvironmentVariables",
            summary = "Import variables for a service; what is skipped is answered with the reason")
    @APIResponse(responseCode = "201")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = VariableShapes.VariableImportRequest.class)))
    public Uni<RestResponse<ImportBody>> run(
            @RestQuery("service_id") @Nullable String serviceId,
            @RestQuery("service_type") @Nullable String serviceType,
            byte @Nullable [] bytes) {
        Body body = Body.of(bytes);
        UUID service = serviceId(body, serviceId);
        ParentScope type = serviceType(body, serviceType);
        boolean overwrite = body.requiredBool("overwrite");
        if (!body.has("vars")) {
            body.error("vars", "is required");
        }
        List<Item> items = new ArrayList<>();
        for (Body item : body.objects("vars", MAX_VARIABLES)) {
            items.add(new Item(
                    item.requiredText("name", Limits.SHORT_TEXT),
                    value(item),
                    VariableFields.scope(item, "scope"),
                    item.requiredBool("is_secret")));
        }
        body.check();
        return imports.run(service, type, overwrite, items)
                .map(outcomes -> RestResponse.status(Status.CREATED, ImportBody.of(outcomes)));
    }

    private static UUID serviceId(Body body, @Nullable String text) {
        Optional<UUID> id = Uuids.of(text);
        if (id.isEmpty()) {
            body.error("service_id", "is required and must be a UUID");
        }
        return id.orElse(new UUID(0, 0));
    }

    private static ParentScope serviceType(Body body, @Nullable String text) {
        for (ParentScope scope : ParentScope.values()) {
            if (scope.serviceType().isPresent() && scope.name().equals(text)) {
                return scope;
            }
        }
        body.error("service_type", "is required and must be one of [APPLICATION, CONTAINER, JOB]");
        return ParentScope.APPLICATION;
    }

    private static String value(Body item) {
        String value = item.text("value", Limits.VALUE);
        if (value == null) {
            item.error("value", "is required");
        }
        return value == null ? "" : value;
    }

    /** The contract's {@code VariableImport}, and beside it what was skipped. */
    record ImportBody(
            int totalVariablesToImport, List<Imported> successfulImportedVariables, List<Skipped> skippedVariables) {

        static ImportBody of(List<Outcome> outcomes) {
            return new ImportBody(
                    outcomes.size(),
                    outcomes.stream()
                            .filter(outcome -> outcome.result() != Result.SKIPPED)
                            .map(Imported::of)
                            .toList(),
                    outcomes.stream()
                            .filter(outcome -> outcome.result() == Result.SKIPPED)
                            .map(Skipped::of)
                            .toList());
        }
    }

    /** What was imported; the value of a secret is left out. */
    record Imported(String name, @Nullable String value, ParentScope scope, boolean isSecret, Result outcome) {

        static Imported of(Outcome outcome) {
            Item item = outcome.item();
            return new Imported(
                    item.name(), item.secret() ? null : item.value(), item.scope(), item.secret(), outcome.result());
        }
    }

    /** What was not imported, and why. */
    record Skipped(String name, ParentScope scope, boolean isSecret, String reason) {

        static Skipped of(Outcome outcome) {
            return new Skipped(
                    outcome.item().name(),
                    outcome.item().scope(),
                    outcome.item().secret(),
                    Objects.requireNonNull(outcome.reason()));
        }
    }
}
