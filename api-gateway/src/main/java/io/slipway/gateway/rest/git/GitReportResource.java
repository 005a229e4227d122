package io.slipway.gateway.rest.git;

import io.slipway.gateway.app.deployment.Actions.Accepted;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.git.GitReports;
import io.slipway.gateway.app.git.WebhookSecrets;
import io.slipway.gateway.domain.deployment.Blueprint.ServicePlan;
import io.slipway.gateway.domain.git.GitEvent;
import io.slipway.gateway.domain.git.Provider;
import io.slipway.gateway.rest.security.WithoutToken;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/** Where git providers report pushes and pull requests. A secret or signature stands in for a token. */
@Path("/webhook/git")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Git webhooks")
class GitReportResource {

    private final WebhookSecrets secrets;
    private final GitReports reports;

    GitReportResource(WebhookSecrets secrets, GitReports reports) {
        this.secrets = secrets;
        this.reports = reports;
    }

    @POST
    @WithoutToken
    @Path("/github/{organizationId}")
    @Operation(operationId = "reportFromGithub", summary = "A push or pull request on GitHub, signed with the secret")
    @APIResponse(responseCode = "202")
    @SecurityRequirements
    public Uni<RestResponse<ResultBody>> github(
            UUID organizationId,
            @RestHeader("X-GitHub-Event") @Nullable String event,
            @RestHeader("X-Hub-Signature-256") @Nullable String signature,
            byte @Nullable [] body) {
        return handle(organizationId, Provider.GITHUB, event, signature, body);
    }

    @POST
    @WithoutToken
    @Path("/gitlab/{organizationId}")
    @Operation(operationId = "reportFromGitlab", summary = "A push or merge request on GitLab, with the secret")
    @APIResponse(responseCode = "202")
    @SecurityRequirements
    public Uni<RestResponse<ResultBody>> gitlab(
            UUID organizationId,
            @RestHeader("X-Gitlab-Event") @Nullable String event,
            @RestHeader("X-Gitlab-Token") @Nullable String secret,
            byte @Nullable [] body) {
        return handle(organizationId, Provider.GITLAB, event, secret, body);
    }

    @POST
    @WithoutToken
    @Path("/bitbucket/{organizationId}")
    @Operation(
            operationId = "reportFromBitbucket",
            summary = "A push or pull request on Bitbucket, signed with the secret")
    @APIResponse(responseCode = "202")
    @SecurityRequirements
    public Uni<RestResponse<ResultBody>> bitbucket(
            UUID organizationId,
            @RestHeader("X-Event-Key") @Nullable String event,
            @RestHeader("X-Hub-Signature") @Nullable String signature,
            byte @Nullable [] body) {
        return handle(organizationId, Provider.BITBUCKET, event, signature, body);
    }

    private Uni<RestResponse<ResultBody>> handle(
            UUID organizationId,
            Provider provider,
            @Nullable String event,
            @Nullable String proof,
            byte @Nullable [] body) {
        byte[] bytes = body == null ? new byte[0] : body;
        return secrets.check(organizationId, provider, proof, bytes)
                .map(_ -> {
                    if (event == null) {
                        throw new ApiException.Invalid("event", "is missing: the header that names the event");
                    }
                    return Payloads.read(provider, event, bytes);
                })
                .chain(events -> all(organizationId, events))
                .map(accepted -> RestResponse.status(Status.ACCEPTED, ResultBody.of(accepted)));
    }

    private Uni<List<Accepted>> all(UUID organizationId, List<GitEvent> events) {
        return Multi.createFrom()
                .iterable(events)
                .onItem()
                .transformToUniAndConcatenate(event -> reports.handle(organizationId, event))
                .collect()
                .asList()
                .map(all -> all.stream().flatMap(List::stream).toList());
    }

    /** What came of a report. */
    record ResultBody(List<RequestBody> results) {

        static ResultBody of(List<Accepted> all) {
            return new ResultBody(all.stream().map(RequestBody::of).toList());
        }
    }

    /** A request that was made; no services = the whole environment. */
    record RequestBody(UUID environmentId, @Nullable String deploymentRequestId, List<String> serviceIds) {

        static RequestBody of(Accepted accepted) {
            return new RequestBody(
                    accepted.environmentId(),
                    accepted.requestId(),
                    accepted.services().stream().map(ServicePlan::id).toList());
        }
    }
}
