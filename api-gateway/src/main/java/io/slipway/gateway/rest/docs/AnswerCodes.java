package io.slipway.gateway.rest.docs;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter.In;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jspecify.annotations.Nullable;

/**
 * Where an operation says that it succeeds with another code than 200, the answer that was derived belongs to that. All
 * say how they refuse.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class AnswerCodes implements OASFilter {

    private static final String OK = "200";
    private static final String NO_CONTENT = "204";
    private static final String ERROR = "Error";

    @Override
    public @Nullable Operation filterOperation(Operation operation) {
        APIResponses responses = operation.getResponses();
        if (responses == null || responses.getAPIResponses() == null) {
            return operation;
        }
        boolean others = responses.getAPIResponses().keySet().stream()
                .anyMatch(code -> code.startsWith("2") && !code.equals(OK));
        APIResponse derived = responses.getAPIResponse(OK);
        if (others && derived != null) {
            responses.getAPIResponses().forEach((code, response) -> {
                if (code.startsWith("2") && !code.equals(NO_CONTENT) && response.getContent() == null) {
                    response.setContent(derived.getContent());
                }
            });
            responses.removeAPIResponse(OK);
        }
        responses.getAPIResponses().forEach((code, response) -> {
            if (response.getDescription() == null || response.getDescription().isEmpty()) {
                response.setDescription(code.equals(NO_CONTENT) ? "Done" : "Accepted");
            }
        });
        return operation;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getPaths() == null || document.getPaths().getPathItems() == null) {
            return;
        }
        if (document.getComponents() == null) {
            document.setComponents(OASFactory.createComponents());
        }
        document.getComponents().addSchema(ERROR, error());
        document.getPaths()
                .getPathItems()
                .forEach((path, item) -> item.getOperations()
                        .forEach((method, operation) -> refusals(path, method, operation)
                                .forEach((code, description) ->
                                        operation.getResponses().addAPIResponse(code, refusal(description)))));
    }

    private static Map<String, String> refusals(String path, HttpMethod method, Operation operation) {
        Map<String, String> refusals = new TreeMap<>();
        boolean queried = operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(parameter -> parameter.getIn() == In.QUERY);
        if (operation.getRequestBody() != null || queried) {
            refusals.put("400", "Something in the request is wrong; the message names every such field");
        }
        refusals.put("401", "The request does not prove who sends it");
        boolean open =
                operation.getSecurity() != null && operation.getSecurity().isEmpty();
        if (!open) {
            refusals.put("403", "The role does not allow it");
        }
        if (path.contains("{") || queried || operation.getRequestBody() != null) {
            refusals.put("404", "There is no such thing, or it belongs to another organization");
        }
        if (method != HttpMethod.GET) {
            refusals.put("409", "It cannot be done as things are; the message says why");
        }
        return refusals;
    }

    private static APIResponse refusal(String description) {
        return OASFactory.createAPIResponse()
                .description(description)
                .content(OASFactory.createContent()
                        .addMediaType(
                                "application/json",
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref(ERROR))));
    }

    private static Schema error() {
        Schema error = OASFactory.createSchema().addType(SchemaType.OBJECT);
        error.setDescription("detail is the same as message; error is the phrase of the status");
        error.addProperty(
                "timestamp",
                OASFactory.createSchema().addType(SchemaType.STRING).format("date-time"));
        error.addProperty("status", OASFactory.createSchema().addType(SchemaType.INTEGER));
        for (String name : List.of("error", "message", "detail", "path")) {
            error.addProperty(name, OASFactory.createSchema().addType(SchemaType.STRING));
        }
        return error;
    }
}
