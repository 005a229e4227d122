package io.slipway.gateway.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.slipway.gateway.domain.token.Role;
import io.slipway.gateway.input.Description.Operation;
import io.slipway.gateway.testing.Api;
import io.slipway.gateway.testing.GatewayResources;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every operation is for the role that its description tells, and for those above it, and for nobody else. */
@QuarkusTest
@WithTestResource(GatewayResources.class)
class RolesIT {

    /** As people read it in the documentation: what Admins may do and DevOps may not. */
    private static final Set<String> FOR_ADMINS = Set.of(
            "createProject",
            "editProject",
            "deleteProject",
            "deleteEnvironment",
            "createContainerRegistry",
            "editContainerRegistry",
            "deleteContainerRegistry",
            "getContainerVersions",
            "listOrganizationApiTokens",
            "createOrganizationApiToken",
            "deleteOrganizationApiToken",
            "createGitToken",
            "editGitToken",
            "deleteGitToken",
            "renewGitWebhookSecret",
            "getOrganizationEvents",
            "postInviteMember",
            "deleteInviteMember",
            "editOrganizationMemberRole",
            "deleteMember");

    /** What Viewers may not read. */
    private static final Set<String> NOT_FOR_VIEWERS = Set.of("getDatabaseMasterCredentials");

    /** What is proven by something else. */
    private static final Set<String> WITHOUT_ROLE =
            Set.of("reportFromGithub", "reportFromGitlab", "reportFromBitbucket", "postAcceptInviteMember");

    @Inject
    AgroalDataSource dataSource;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void shouldLetEachRoleDoWhatTheDescriptionTells() throws Exception {
        Description description = new Description(
                new ObjectMapper().readTree(Api.get("/q/openapi?format=json").asString()));
        Tenant tenant = Tenant.create(dataSource);
        Map<Role, String> tokens = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            tokens.put(role, token(tenant, role));
        }
        List<String> surprises = new ArrayList<>();
        Set<String> withoutRole = new TreeSet<>();
        for (Operation operation : description.operations()) {
            String needed = operation.node().path("x-slipway-role").asText();
            if (needed.isEmpty()) {
                withoutRole.add(operation.id());
                continue;
            }
            if (Role.valueOf(needed) != documented(operation)) {
                surprises.add(operation.id() + " is described as for " + needed);
            }
            for (Role role : Role.values()) {
                int status = call(operation, path(operation, tenant), tokens.get(role));
                boolean let = status != 403;
                if (let != role.includes(Role.valueOf(needed)) || status == 401 || status > 499) {
                    surprises.add(operation.id() + " answers a " + role + " " + status);
                }
            }
        }

        assertThat(surprises).isEmpty();
        assertThat(withoutRole).isEqualTo(new TreeSet<>(WITHOUT_ROLE));
    }

    private static Role documented(Operation operation) {
        if (FOR_ADMINS.contains(operation.id())) {
            return Role.ADMIN;
        }
        return operation.method().equals("GET") && !NOT_FOR_VIEWERS.contains(operation.id())
                ? Role.VIEWER
                : Role.DEVOPS;
    }

    /** In the tenant's own organization, of things that there are not: who may do it finds nothing. */
    private static String path(Operation operation, Tenant tenant) {
        String path = operation.path().replace("{organizationId}", tenant.id("organization"));
        return path.replaceAll("\\{[^}]+}", UUID.randomUUID().toString());
    }

    private int call(Operation operation, String path, String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path))
                .header("Authorization", "Token " + token)
                .method(operation.method(), HttpRequest.BodyPublishers.ofString("no body"))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static String token(Tenant tenant, Role role) {
        return RestAssured.given()
                .header("Authorization", "Token " + tenant.token())
                .contentType(ContentType.JSON)
                .body(Map.of("name", "token of " + role, "role", role.name()))
                .post("/organization/" + tenant.id("organization") + "/apiToken")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
    }
}
