package io.slipway.gateway.rest.audit;

import static io.restassured.RestAssured.given;
import static io.slipway.gateway.testing.Requests.container;
import static io.slipway.gateway.testing.Requests.newService;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.slipway.gateway.testing.Api;
import io.slipway.gateway.testing.GatewayResources;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(GatewayResources.class)
class AuditIT {

    @Inject
    AgroalDataSource dataSource;

    @Test
    void shouldChangeNothingThatTheAuditLogCannotTell() throws SQLException {
        String agent = Api.unique("agent");
        String name = Api.unique("unaudited");
        String trigger = agent.replace('-', '_');
        run("create function " + trigger + "() returns trigger language plpgsql as $$ begin" + " if new.user_agent = '"
                + agent + "' then raise exception 'no room'; end if; return new; end $$");
        run("create trigger " + trigger + " before insert on audit_event for each row execute function " + trigger
                + "()");
        try {
            create(agent, name).then().statusCode(500);
            assertThat(count("select count(*) from project where name = '" + name + "'"))
                    .isZero();
        } finally {
            run("drop trigger " + trigger + " on audit_event");
            run("drop function " + trigger + "()");
        }
        create(agent, name).then().statusCode(200);
        assertThat(count("select count(*) from audit_event where user_agent = '" + agent + "'"))
                .isOne();
    }

    @Test
    void shouldTellWhatWasMadeInTheTransactionThatMadeIt() throws SQLException {
        String agent = Api.unique("agent");
        String trigger = agent.replace('-', '_');
        // What completes an event after the answer is known is stopped: what is left is the transaction's.
        run("create function " + trigger + "() returns trigger language plpgsql as $$ begin" + " if new.user_agent = '"
                + agent + "' then return null; end if; return new; end $$");
        run("create trigger " + trigger + " before update on audit_event for each row execute function " + trigger
                + "()");
        try {
            String name = Api.unique("audited");
            String id = create(agent, name).then().statusCode(200).extract().path("id");
            assertThat(count("select count(*) from audit_event where user_agent = '" + agent + "' and target_id = '"
                            + id + "' and target_name = '" + name + "' and type = 'CREATE'"))
                    .isOne();
        } finally {
            run("drop trigger " + trigger + " on audit_event");
            run("drop function " + trigger + "()");
        }
    }

    @Test
    void shouldTellNothingOfWhatWasRefused() throws SQLException {
        String agent = Api.unique("agent");
        String name = Api.unique("twice");
        create(agent, name).then().statusCode(200);

        create(agent, name).then().statusCode(409);

        assertThat(count("select count(*) from audit_event where user_agent = '" + agent + "'"))
                .isOne();
    }

    @Test
    void shouldTellWhatBelongsToATargetByTheTarget() {
        String agent = Api.unique("agent");
        String project = create(agent, Api.unique("audited"))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        String key = "KEY_" + agent.replace('-', '_');
        Api.post("/project/" + project + "/environmentVariable", Map.of("key", key, "value", "1"))
                .then()
                .statusCode(201);

        Api.get("/organization/" + Api.ORGANIZATION + "/events?targetType=PROJECT&targetId=" + project)
                .then()
                .statusCode(200)
                .body("events.event_type", contains("CREATE", "CREATE"))
                .body("events.sub_target_type", contains("VARIABLE", null))
                .body("events[0].target_name", equalTo(key));
        Api.get("/organization/" + Api.ORGANIZATION + "/events?subTargetType=VARIABLE&targetId=" + project)
                .then()
                .statusCode(200)
                .body("events.target_type", contains("PROJECT"));
        Api.get("/organization/" + Api.ORGANIZATION + "/events?subTargetType=ANYTHING")
                .then()
                .statusCode(400)
                .body("detail", containsString("subTargetType"));
    }

    @Test
    void shouldLeadToAllThatWasDoneAndBackAgain() {
        String agent = Api.unique("agent");
        List<String> names =
                IntStream.range(0, 5).mapToObj(_ -> Api.unique("page")).toList();
        names.forEach(name -> create(agent, name).then().statusCode(200));
        Response newest =
                Api.get("/organization/" + Api.ORGANIZATION + "/events?pageSize=2&eventType=CREATE&targetType=PROJECT");

        Response middle = follow(link(newest, "next"));
        Response oldest = follow(link(middle, "next"));
        Response back = follow(link(oldest, "previous"));
        Response newestAgain = follow(link(back, "previous"));

        assertThat(targets(newest)).containsExactly(names.get(4), names.get(3));
        assertThat(newest.<String>path("links.previous")).isNull();
        assertThat(targets(middle)).containsExactly(names.get(2), names.get(1));
        assertThat(targets(oldest)).first().isEqualTo(names.get(0));
        assertThat(targets(back)).isEqualTo(targets(middle));
        assertThat(targets(newestAgain)).isEqualTo(targets(newest));
        assertThat(newestAgain.<String>path("links.previous")).isNull();
        assertThat(link(newestAgain, "next")).isEqualTo(link(newest, "next"));
    }

    @Test
    void shouldNotLeadInTwoDirectionsAtOnce() {
        String time = "2026-01-01T00:00:00Z";

        Api.get("/organization/" + Api.ORGANIZATION + "/events?continueToken=" + time + "&stepBackToken=" + time)
                .then()
                .statusCode(400)
                .body("detail", containsString("stepBackToken"));
    }

    private static String link(Response page, String name) {
        return page.then().statusCode(200).extract().path("links." + name);
    }

    private static Response follow(String link) {
        return given().header("Authorization", "Token " + GatewayResources.TOKEN)
                .urlEncodingEnabled(false)
                .get(link);
    }

    private static List<String> targets(Response page) {
        return page.then().statusCode(200).extract().path("events.target_name");
    }

    @Test
    void shouldWriteAnEventOnce() throws SQLException {
        String environment = Api.environment();
        newService(environment, "container", container("web"));
        String agent = Api.unique("agent");
        String trigger = agent.replace('-', '_');
        run("create table " + trigger + " (operation text, written text)");
        run("create function " + trigger + "() returns trigger language plpgsql as $$ begin" + " if new.user_agent = '"
                + agent + "' then insert into " + trigger
                + " values (new.operation, tg_op); end if; return null; end $$");
        run("create trigger " + trigger + " after insert or update on audit_event for each row execute function "
                + trigger + "()");
        try {
            create(agent, Api.unique("once")).then().statusCode(200);
            post(agent, "/environment/" + environment + "/deploy", Map.of())
                    .then()
                    .statusCode(202);

            assertThat(count("select count(*) from " + trigger)).isEqualTo(2);
            assertThat(count("select count(*) from " + trigger
                            + " where written = 'INSERT' and operation in ('createProject', 'deployEnvironment')"))
                    .isEqualTo(2);
        } finally {
            run("drop trigger " + trigger + " on audit_event");
            run("drop function " + trigger + "()");
            run("drop table " + trigger);
        }
    }

    private static Response create(String agent, String name) {
        return post(agent, "/organization/" + Api.ORGANIZATION + "/project", Map.of("name", name));
    }

    private static Response post(String agent, String path, Map<String, Object> body) {
        return given().header("Authorization", "Token " + GatewayResources.TOKEN)
                .header("User-Agent", agent)
                .contentType(ContentType.JSON)
                .body(body)
                .post(path);
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long count(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }
}
