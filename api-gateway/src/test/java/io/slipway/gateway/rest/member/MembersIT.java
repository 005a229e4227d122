package io.slipway.gateway.rest.member;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.slipway.gateway.domain.token.Role;
import io.slipway.gateway.testing.GatewayResources;
import io.slipway.gateway.testing.Organizations;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People of an organization: how they come in, what they may do there, and how they leave. */
@QuarkusTest
@WithTestResource(GatewayResources.class)
class MembersIT {

    @Inject
    AgroalDataSource dataSource;

    private String organization;
    private String owner;

    @BeforeEach
    void organization() throws SQLException {
        organization = UUID.randomUUID().toString();
        owner = Organizations.create(dataSource, UUID.fromString(organization));
    }

    @Test
    void shouldLetInWhoIsInvitedAndOutWhoIsRemoved() {
        String ann = address("Ann");
        String personal = GatewayResources.personal(ann);
        Response invitation = invite(owner, ann, Role.DEVOPS);
        String id = invitation
                .then()
                .statusCode(201)
                .body("email", equalTo(ann))
                .body("role", equalTo("DEVELOPER"))
                .body("role_name", equalTo("DevOps"))
                .body("invitation_status", equalTo("PENDING"))
                .body("inviter", equalTo("owner"))
                .extract()
                .path("id");
        as(owner).get(path("/inviteMember")).then().statusCode(200).body("results.id", contains(id));
        as(owner).get(path("/inviteMember/" + id)).then().statusCode(200).body("email", equalTo(ann));
        as(owner).get(path("/member")).then().body("results.size()", equalTo(0));
        as(personal).get(path("/project")).then().statusCode(401);

        accept(id, GatewayResources.personal(address("Bob"))).then().statusCode(404);
        accept(id, owner).then().statusCode(401);
        given().post(path("/inviteMember/" + id)).then().statusCode(401);
        accept(id, GatewayResources.personal(ann.toUpperCase(java.util.Locale.ROOT)))
                .then()
                .statusCode(200);

        as(owner).get(path("/inviteMember")).then().body("results.size()", equalTo(0));
        as(personal)
                .get(path("/member"))
                .then()
                .statusCode(200)
                .body("results[0].email", equalTo(ann))
                .body("results[0].name", equalTo("Somebody"))
                .body("results[0].role", equalTo("DEVELOPER"))
                .body("results[0].last_activity_at", notNullValue());
        as(personal).get("/organization").then().statusCode(200).body("results.id", contains(organization));
        accept(id, personal).then().statusCode(404);

        remove(owner, id).then().statusCode(204);

        as(personal).get(path("/project")).then().statusCode(401);
        as(owner)
                .get(path("/events?targetType=MEMBERS_AND_ROLES"))
                .then()
                .body("events.change", contains("deleteMember", "postAcceptInviteMember", "postInviteMember"))
                .body("events.triggered_by", contains("owner", ann, "owner"));
    }

    @Test
    void shouldTreatPeopleLikeTokensWithTheirRole() {
        String ann = address("ann");
        String personal = GatewayResources.personal(ann);
        String id = join(ann, Role.VIEWER);
        as(personal).get(path("/project")).then().statusCode(200);
        as(personal).body(Map.of("name", "shop")).post(path("/project")).then().statusCode(403);
        as(personal).get(path("/events")).then().statusCode(403);

        changeRole(owner, id, Role.ADMIN)
                .then()
                .statusCode(200)
                .body("role_name", equalTo("Admin"))
                .body("role_id", equalTo(Role.ADMIN.id().toString()));

        String project = as(personal)
                .body(Map.of("name", "shop"))
                .post(path("/project"))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        as(personal)
                .get(path("/events?targetType=PROJECT"))
                .then()
                .body("events.triggered_by", contains(ann))
                .body("events.target_id", contains(project));
        as(personal)
                .body(Map.of("name", "robot"))
                .post(path("/apiToken"))
                .then()
                .statusCode(201)
                .body("creator_name", equalTo(ann));
    }

    @Test
    void shouldShowPeopleNothingOfOtherOrganizations() throws SQLException {
        String elsewhere = UUID.randomUUID().toString();
        String other = Organizations.create(dataSource, UUID.fromString(elsewhere));
        String theirs = as(other)
                .body(Map.of("name", "theirs"))
                .post("/organization/" + elsewhere + "/project")
                .path("id");
        String ann = address("ann");
        String member = join(ann, Role.OWNER);
        RequestSpecification person = as(GatewayResources.personal(ann));

        person.get("/project/" + theirs).then().statusCode(404);
        person.get("/organization/" + elsewhere + "/member").then().statusCode(404);
        as(other)
                .body(Map.of("user_id", member, "role_id", Role.VIEWER.id().toString()))
                .put("/organization/" + elsewhere + "/member")
                .then()
                .statusCode(404)
                .body("message", containsString("'user_id'"));
    }

    @Test
    void shouldLetPeopleOfSeveralOrganizationsChoose() throws SQLException {
        String ann = address("ann");
        join(ann, Role.VIEWER);
        String first = organization;
        organization = UUID.randomUUID().toString();
        owner = Organizations.create(dataSource, UUID.fromString(organization));
        join(ann, Role.VIEWER);
        String personal = GatewayResources.personal(ann);

        as(personal).get("/organization").then().body("results.id", contains(first));
        as(personal)
                .header("X-Slipway-Organization", organization)
                .get("/organization")
                .then()
                .body("results.id", contains(organization));
        as(personal)
                .header("X-Slipway-Organization", UUID.randomUUID().toString())
                .get("/organization")
                .then()
                .statusCode(401);
        as(personal)
                .header("X-Slipway-Organization", "none")
                .get("/organization")
                .then()
                .statusCode(401);
    }

    @Test
    void shouldKeepTheLastOwner() {
        String ann = address("ann");
        String id = join(ann, Role.OWNER);
        String personal = GatewayResources.personal(ann);

        remove(personal, id).then().statusCode(409).body("message", containsString("last owner"));
        changeRole(owner, id, Role.ADMIN).then().statusCode(409);
        changeRole(owner, id, Role.OWNER).then().statusCode(200);
        String second = join(address("bob"), Role.OWNER);
        changeRole(personal, id, Role.VIEWER).then().statusCode(200);
        remove(owner, second).then().statusCode(409);
        remove(owner, id).then().statusCode(204);

        as(owner).get(path("/member")).then().body("results.id", contains(second));
    }

    @Test
    void shouldLetNobodyDecideOnRolesAboveTheirOwn() {
        String boss = join(address("boss"), Role.OWNER);
        String viewer = join(address("viewer"), Role.VIEWER);
        String ann = address("ann");
        join(ann, Role.ADMIN);
        String admin = GatewayResources.personal(ann);
        String pending = invite(owner, address("next"), Role.OWNER).path("id");

        invite(admin, address("bob"), Role.OWNER).then().statusCode(403);
        changeRole(admin, viewer, Role.OWNER).then().statusCode(403);
        changeRole(admin, boss, Role.VIEWER).then().statusCode(403);
        remove(admin, boss).then().statusCode(403);
        as(admin).delete(path("/inviteMember/" + pending)).then().statusCode(403);
        invite(admin, address("bob"), Role.ADMIN).then().statusCode(201);
        changeRole(admin, viewer, Role.ADMIN).then().statusCode(200);
        as(owner).delete(path("/inviteMember/" + pending)).then().statusCode(204);

        as(owner)
                .get(path("/member"))
                .then()
                .body("results.role", containsInAnyOrder("OWNER", "ADMIN", "ADMIN"))
                .body("results.id", hasItem(boss));
    }

    @Test
    void shouldInviteOnceUntilTheInvitationExpires() throws SQLException {
        String ann = address("ann");
        String first = invite(owner, ann, Role.ADMIN).path("id");
        invite(owner, ann.toUpperCase(java.util.Locale.ROOT), Role.VIEWER)
                .then()
                .statusCode(409);

        run("update member set created_at = now() - interval '8 days' where id = '" + first + "'");

        as(owner).get(path("/inviteMember/" + first)).then().body("invitation_status", equalTo("EXPIRED"));
        accept(first, GatewayResources.personal(ann)).then().statusCode(409);
        String second =
                invite(owner, ann, Role.VIEWER).then().statusCode(201).extract().path("id");
        accept(second, GatewayResources.personal(ann)).then().statusCode(200);
        invite(owner, ann, Role.VIEWER).then().statusCode(409);
        assertThat(as(owner).get(path("/member")).path("results.role").toString())
                .isEqualTo("[VIEWER]");
    }

    private String join(String email, Role role) {
        String id = invite(owner, email, role).then().statusCode(201).extract().path("id");
        accept(id, GatewayResources.personal(email)).then().statusCode(200);
        return id;
    }

    private Response invite(String token, String email, Role role) {
        return as(token)
                .body(Map.of("email", email, "role_id", role.id().toString()))
                .post(path("/inviteMember"));
    }

    private Response accept(String invitation, String token) {
        return as(token).post(path("/inviteMember/" + invitation));
    }

    private Response changeRole(String token, String member, Role role) {
        return as(token)
                .body(Map.of("user_id", member, "role_id", role.id().toString()))
                .put(path("/member"));
    }

    private Response remove(String token, String member) {
        return as(token).body(Map.of("user_id", member)).delete(path("/member"));
    }

    private String path(String more) {
        return "/organization/" + organization + more;
    }

    private static String address(String name) {
        return name + "-" + UUID.randomUUID().toString().substring(0, 8) + "@example.com";
    }

    private static RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token).contentType(ContentType.JSON);
    }

    private void run(String statement) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            prepared.executeUpdate();
        }
    }
}
