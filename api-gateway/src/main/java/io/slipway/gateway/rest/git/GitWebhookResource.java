package io.slipway.gateway.rest.git;

import io.slipway.gateway.app.git.WebhookSecrets;
import io.slipway.gateway.domain.git.Provider;
import io.slipway.gateway.domain.token.Role;
import io.slipway.gateway.rest.security.Needs;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;

/** What has to be set up at a git provider. */
@Path("/organization/{organizationId}/gitWebhook")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Git webhooks")
class GitWebhookResource {

    private final WebhookSecrets secrets;

    GitWebhookResource(WebhookSecrets secrets) {
        this.secrets = secrets;
    }

    @POST
    @Needs(Role.ADMIN)
    @Operation(
            operationId = "renewGitWebhookSecret",
            summary = "Make a new secret; this answer is the only one that has it, and an earlier one counts no longer")
    @APIResponse(responseCode = "201")
    public Uni<RestResponse<WebhookBody>> renew(UUID organizationId) {
        return secrets.renew(organizationId)
                .map(secret -> RestResponse.status(Status.CREATED, WebhookBody.of(organizationId, secret)));
    }

    /** The secret, and where the providers report to. */
    record WebhookBody(String secret, List<String> paths) {

        static WebhookBody of(UUID organizationId, String secret) {
            return new WebhookBody(
                    secret,
                    Arrays.stream(Provider.values())
                            .map(provider ->
                                    "/webhook/git/" + provider.name().toLowerCase(Locale.ROOT) + "/" + organizationId)
                            .toList());
        }

        @Override
        public String toString() {
            return "WebhookBody" + paths;
        }
    }
}
