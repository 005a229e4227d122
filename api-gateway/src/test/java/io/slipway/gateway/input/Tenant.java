package io.slipway.gateway.input;

import static io.restassured.RestAssured.given;
import static io.slipway.gateway.testing.Requests.application;
import static io.slipway.gateway.testing.Requests.container;
import static io.slipway.gateway.testing.Requests.cronJob;
import static io.slipway.gateway.testing.Requests.database;
import static io.slipway.gateway.testing.Requests.lifecycleJob;
import static io.slipway.gateway.testing.Requests.variable;
import static io.slipway.gateway.testing.Requests.with;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.slipway.gateway.testing.Organizations;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/** An organization with one of everything; {@code ids} by what they are of. */
record Tenant(String token, Map<String, String> ids) {

    /** Makes an organization with an owner's token, and everything in it. */
    static Tenant create(DataSource dataSource) throws SQLException {
        String organization = UUID.randomUUID().toString();
        String token = Organizations.create(dataSource, UUID.fromString(organization));
        Tenant tenant;
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into member (id, organization_id, email, email_key, role, invited_by, created_at,"
                                + " updated_at, joined_at) values (cast(? as uuid), cast(? as uuid),"
                                + " 'somebody@example.com', 'somebody@example.com', 'VIEWER', 'test', now(), now(),"
                                + " now())")) {
            String member = UUID.randomUUID().toString();
            insert.setString(1, member);
            insert.setString(2, organization);
            insert.executeUpdate();
            tenant = new Tenant(token, new HashMap<>(Map.of("organization", organization, "member", member)));
        }
        tenant.fill();
        return tenant;
    }

    String id(String what) {
        String id = ids.get(what);
        if (id == null) {
            throw new IllegalArgumentException("the tenant has no " + what);
        }
        return id;
    }

    private void fill() {
        String organization = "/organization/" + id("organization");
        String project = make("project", organization + "/project", Map.of("name", "project"));
        make(
                "registry",
                organization + "/containerRegistry",
                Map.of("name", "registry", "kind", "DOCKER_HUB", "config", Map.of()));
        make("gitToken", organization + "/gitToken", Map.of("name", "git", "type", "GITHUB", "token", "secret"));
        make("apiToken", organization + "/apiToken", Map.of("name", "other", "role", "VIEWER"));
        String environment = make("environment", "/project/" + project + "/environment", Map.of("name", "env"));
        ids.put("cluster", get("/environment/" + environment).path("cluster_id"));
        ids.put("role", get(organization + "/availableRole").path("results[0].id"));
        String in = "/environment/" + environment;
        make("stage", in + "/deploymentStage", Map.of("name", "stage"));
        make("otherStage", in + "/deploymentStage", Map.of("name", "other stage"));
        String image = id("registry");
        make("container", in + "/container", with(container("container"), "registry_id", image));
        make("application", in + "/application", application("application"));
        make("database", in + "/database", database("database"));
        Map<String, Object> source =
                Map.of("image", Map.of("image_name", "library/job", "tag", "1", "registry_id", image));
        make("cronJob", in + "/job", with(cronJob("cron"), "source", source));
        Map<String, Object> built = Map.of(
                "docker", Map.of("git_repository", Map.of("url", "https://github.com/t/j.git", "provider", "GITHUB")));
        make("job", in + "/job", with(lifecycleJob("job"), "source", built));
        make("variable", "/variable", variable("PROJECT", project, "WIDE", "1"));
        make("invite", organization + "/inviteMember", Map.of("email", "invited@example.com"));
        Map<String, Object> restriction = Map.of("mode", "EXCLUDE", "type", "PATH", "value", "docs");
        make("applicationRestriction", "/application/" + id("application") + "/deploymentRestriction", restriction);
        make("jobRestriction", "/job/" + id("job") + "/deploymentRestriction", restriction);
        ids.put("request", post(in + "/deploy", Map.of()).path("deployment_request_id"));
    }

    private String make(String what, String path, Map<String, ?> body) {
        Response made = post(path, body);
        String id = made.path("id");
        if (id == null) {
            throw new IllegalStateException(path + " answers " + made.asString());
        }
        ids.put(what, id);
        return id;
    }

    private Response get(String path) {
        return given().header("Authorization", "Token " + token).get(path);
    }

    private Response post(String path, Map<String, ?> body) {
        return given().header("Authorization", "Token " + token)
                .contentType(ContentType.JSON)
                .body(body)
                .post(path);
    }
}
