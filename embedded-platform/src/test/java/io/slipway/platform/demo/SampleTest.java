package io.slipway.platform.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.platform.client.ServiceType;
import io.slipway.platform.client.SlipwayClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shop in {@code samples}, created in a gateway that only listens. */
class SampleTest {

    private final Sample sample = Sample.load(Path.of("..", "samples", "shop"));

    @Test
    void shouldHaveOneOfEachKindAndMoreApplicationsThanRunAtOnce() throws Exception {
        try (FakeGateway gateway = new FakeGateway();
                SlipwayClient client = gateway.client()) {
            CreatedSample shop = sample.create(client, "file:///repo", "p");

            assertThat(shop.services().keySet()).containsExactlyElementsOf(sample.serviceNames());
            assertThat(shop.services().values().stream().map(CreatedSample.Service::type))
                    .contains(ServiceType.DATABASE, ServiceType.JOB, ServiceType.CONTAINER)
                    .filteredOn(type -> type == ServiceType.APPLICATION)
                    .hasSize(6);
        }
    }

    @Test
    void shouldFillInWhatIsKnownOnlyAtRunTime() throws Exception {
        try (FakeGateway gateway = new FakeGateway();
                SlipwayClient client = gateway.client()) {
            CreatedSample shop = sample.create(client, "file:///repo", "p");

            assertThat(gateway.services.values())
                    .noneMatch(body -> body.toString().contains("${"));
            assertThat(gateway.variables).noneMatch(body -> body.toString().contains("${"));
            assertThat(gateway.services.values())
                    .filteredOn(body -> body.path("name").asText().equals("cart"))
                    .singleElement()
                    .satisfies(body -> assertThat(
                                    body.path("git_repository").path("url").asText())
                            .isEqualTo("file:///repo"));
            assertThat(value(gateway, "GREETING"))
                    .contains("{{QOVERY_OUTPUT_JOB_" + shop.service("prepare").shortId() + "_ITEM_COUNT}}");
        }
    }

    @Test
    void shouldAliasTheDatabasesVariables() throws Exception {
        try (FakeGateway gateway = new FakeGateway();
                SlipwayClient client = gateway.client()) {
            CreatedSample shop = sample.create(client, "file:///repo", "p");

            String prefix = "QOVERY_POSTGRESQL_" + shop.service("database").keyId();
            assertThat(gateway.aliases)
                    .extracting(alias -> alias.path("key").asText() + "="
                            + alias.path("target").asText())
                    .contains("DB_HOST=" + prefix + "_HOST_INTERNAL", "DB_PASSWORD=" + prefix + "_PASSWORD");
            assertThat(gateway.aliases)
                    .filteredOn(alias -> alias.path("key").asText().equals("DB_PASSWORD"))
                    .singleElement()
                    .satisfies(alias -> {
                        assertThat(alias.path("alias_scope").asText()).isEqualTo("JOB");
                        assertThat(alias.path("alias_parent_id").asText())
                                .isEqualTo(shop.service("prepare").id());
                    });
        }
    }

    @Test
    void shouldOverrideVariablesOnTheWayDown() throws Exception {
        try (FakeGateway gateway = new FakeGateway();
                SlipwayClient client = gateway.client()) {
            CreatedSample shop = sample.create(client, "file:///repo", "p");

            assertThat(gateway.variables)
                    .filteredOn(variable -> variable.path("key").asText().equals("LOG_LEVEL"))
                    .extracting(variable -> variable.path("variable_scope").asText())
                    .containsExactly("PROJECT", "ENVIRONMENT", "APPLICATION");
            assertThat(gateway.overrides).singleElement().satisfies(override -> {
                assertThat(override.path("target").asText()).isEqualTo("CURRENCY");
                assertThat(override.path("override_parent_id").asText())
                        .isEqualTo(shop.service("cart").id());
            });
        }
    }

    @Test
    void shouldMakeSecretsAnewEachTime() throws Exception {
        try (FakeGateway gateway = new FakeGateway();
                SlipwayClient client = gateway.client()) {
            String first = sample.create(client, "file:///repo", "p").secrets().get("PAYMENT_KEY");
            String second = sample.create(client, "file:///repo", "p").secrets().get("PAYMENT_KEY");

            assertThat(first).matches("[0-9a-f]{32}").isNotEqualTo(second);
            assertThat(gateway.variables)
                    .filteredOn(variable -> variable.path("is_secret").asBoolean())
                    .extracting(variable -> variable.path("value").asText())
                    .containsExactly(first, second);
        }
    }

    @Test
    void shouldMountAFileVariable() throws Exception {
        try (FakeGateway gateway = new FakeGateway();
                SlipwayClient client = gateway.client()) {
            sample.create(client, "file:///repo", "p");

            assertThat(gateway.variables)
                    .filteredOn(variable -> variable.has("mount_path"))
                    .singleElement()
                    .satisfies(variable ->
                            assertThat(variable.path("mount_path").asText()).isEqualTo("/etc/shop/shop.ini"));
        }
    }

    @Test
    void shouldNameEveryImageThatItsSourcesStartFrom() throws IOException {
        Set<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.walk(sample.repositorySources())) {
            for (Path dockerfile :
                    files.filter(file -> file.endsWith("Dockerfile")).toList()) {
                Files.readAllLines(dockerfile).stream()
                        .filter(line -> line.startsWith("FROM "))
                        .map(line -> line.split(" ", -1)[1])
                        .forEach(used::add);
            }
        }

        assertThat(sample.images()).containsAll(used);
    }

    private static String value(FakeGateway gateway, String key) {
        List<JsonNode> found = gateway.variables.stream()
                .filter(variable -> variable.path("key").asText().equals(key))
                .toList();
        assertThat(found).hasSize(1);
        return found.getFirst().path("value").asText();
    }
}
