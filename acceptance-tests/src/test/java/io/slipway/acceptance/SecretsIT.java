package io.slipway.acceptance;

import static io.slipway.acceptance.support.Environment.webScript;
import static io.slipway.acceptance.support.Json.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.acceptance.support.Environment;
import io.slipway.acceptance.support.Json;
import io.slipway.acceptance.support.Observer;
import io.slipway.acceptance.support.RunningPlatform;
import io.slipway.platform.postgres.EmbeddedPostgres;
import io.slipway.platform.stack.Component;
import io.slipway.platform.stack.Installation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Secret values reach the containers and nothing else. */
class SecretsIT {

    private static final String ENTERED = "entered-6vGhT2xQpL";
    private static final String OUTPUT = "output-9kRw3ZmYbN";

    private final RunningPlatform platform = RunningPlatform.get();

    @Test
    void shouldFindNoSecretInAnyTopicTableLogFileOrAnswer() throws Exception {
        Environment environment = Environment.create(platform.api(), "secrets");
        environment.variable("ENTERED", ENTERED, true);
        environment.variable("TAKES_IT_IN", "before-{{ENTERED}}-after", false);
        String database = platform.api()
                .post(
                        environment.path("/database"),
                        Json.text(object("name", "db", "type", "POSTGRESQL", "version", "15", "mode", "CONTAINER")))
                .json(201)
                .get("id")
                .asText();
        String job = environment.job(
                "job",
                Map.of(
                        "on_start",
                        "echo the secret is $ENTERED in $TAKES_IT_IN; printf '{\"FOUND\":{\"sensitive\":true,\"value\":\"%s\"}}' "
                                + OUTPUT.substring(0, 7) + "\"\"" + OUTPUT.substring(7)
                                + " > /qovery-output/qovery-output.json"),
                0,
                60);
        String web = environment.container("web", webScript("echo starting with $FOUND and $ENTERED;"));

        assertThat(environment.run("deploy")).isEqualTo("DEPLOYED");

        List<String> variables = platform.engine().variables(environment.id(), web);
        assertThat(variables)
                .contains("ENTERED=" + ENTERED, "TAKES_IT_IN=before-" + ENTERED + "-after", "FOUND=" + OUTPUT);
        String password = platform.engine().variables(environment.id(), database).stream()
                .filter(variable -> variable.startsWith("POSTGRES_PASSWORD="))
                .map(variable -> variable.substring("POSTGRES_PASSWORD=".length()))
                .findFirst()
                .orElseThrow();
        assertThat(password).hasSizeGreaterThan(12);
        readEverything(environment, job);
        environment.run("stop");
        environment.delete();

        List<String> secrets = List.of(ENTERED, OUTPUT, password);
        assertThat(leaks(secrets)).isEmpty();
        // The search would have found them: what is no secret is there.
        assertThat(leaks(List.of("TAKES_IT_IN"))).isNotEmpty();
    }

    private void readEverything(Environment environment, String job) {
        for (String path : List.of(
                "/variable?parent_id=" + job + "&scope=JOB",
                "/variable?parent_id=" + environment.id() + "&scope=ENVIRONMENT",
                environment.path("/database"),
                environment.path("/job"),
                environment.path("/container"),
                environment.path("/statusesWithStages"),
                environment.path("/deploymentHistoryV2"),
                environment.path("/logs"))) {
            assertThat(platform.api().get(path).status()).as(path).isEqualTo(200);
        }
    }

    private List<String> leaks(List<String> secrets) throws Exception {
        List<String> leaks = new ArrayList<>();
        for (String topic : platform.observer().topics()) {
            for (Observer.Seen seen : platform.observer().all(topic)) {
                String whole = seen.key() + seen.value() + seen.headers();
                secrets.stream().filter(whole::contains).forEach(s -> leaks.add("topic " + topic + ": " + s));
            }
        }
        tables(secrets, leaks);
        for (Component component : Component.values()) {
            Path log = platform.installation().log(component);
            if (Files.exists(log)) {
                // Not as a string at once: while it is being written, its end may be half a character.
                String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
                secrets.stream().filter(text::contains).forEach(s -> leaks.add("log " + component + ": " + s));
            }
        }
        String answers = platform.api().answers();
        secrets.stream().filter(answers::contains).forEach(s -> leaks.add("answers: " + s));
        return leaks;
    }

    private void tables(List<String> secrets, List<String> leaks) throws Exception {
        Installation installation = platform.installation();
        String password = EmbeddedPostgres.password(installation.data(Component.POSTGRESQL))
                .orElse("");
        try (Connection connection = DriverManager.getConnection(platform.jdbcUrl(), "slipway", password);
                Statement statement = connection.createStatement()) {
            List<String> names = new ArrayList<>();
            try (ResultSet tables = statement.executeQuery(
                    "select table_name from information_schema.tables where table_schema = 'public'")) {
                while (tables.next()) {
                    names.add(tables.getString(1));
                }
            }
            assertThat(names).hasSizeGreaterThan(5);
            for (String name : names) {
                try (ResultSet rows = statement.executeQuery("select t::text from \"" + name + "\" t")) {
                    while (rows.next()) {
                        String row = rows.getString(1);
                        secrets.stream().filter(row::contains).forEach(s -> leaks.add("table " + name + ": " + s));
                    }
                }
            }
        }
    }
}
