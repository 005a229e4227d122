package io.slipway.gateway.rest.docs;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jspecify.annotations.Nullable;

/** Where an operation says that it succeeds with another code than 200, the answer that was derived belongs to that. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class SuccessCodes implements OASFilter {

    private static final String OK = "200";
    private static final String NO_CONTENT = "204";

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
}
