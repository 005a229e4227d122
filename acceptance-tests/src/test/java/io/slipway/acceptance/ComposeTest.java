package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.acceptance.support.Manifests;
import io.slipway.platform.stack.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** What {@code docker-compose.yml} says is what the images and services understand. */
class ComposeTest {

    private static final Set<String> WITH_ENGINE = Set.of("build-worker", "deploy-worker", "output-collector");
    private static final Set<String> WITH_KEYSET =
            Set.of("api-gateway", "build-worker", "deploy-worker", "output-collector");
    private static final Pattern MAPPING = Pattern.compile("@ConfigMapping\\(prefix = \"([^\"]+)\"\\)");
    private static final Pattern SETTING = Pattern.compile("^ {4}\\S+ (\\w+)\\(\\);$", Pattern.MULTILINE);
    private static final Pattern PROPERTY = Pattern.compile("@ConfigProperty\\(name = \"([^\"]+)\"");
    private static final Pattern REQUIRED = Pattern.compile("\\$\\{(\\w+):\\?");
    private static final Pattern WITHOUT_DEFAULT = Pattern.compile("(?<!\\$)\\$(\\w+|\\{\\w+\\})");

    static Stream<String> services() {
        return Component.services().stream().map(Component::label);
    }

    @Test
    void shouldCheckHealthWithAShellThatHasSockets() throws IOException {
        for (var service : compose().path("services").properties()) {
            List<String> test = service.getValue()
                    .at("/healthcheck/test")
                    .valueStream()
                    .map(JsonNode::asText)
                    .toList();
            assertThat(test).as(service.getKey()).isNotEmpty();
            if (String.join(" ", test).contains("/dev/tcp/")) {
                assertThat(test).as(service.getKey()).startsWith("CMD", "bash", "-c");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldBuildAndConfineEachService(String service) throws IOException {
        JsonNode definition = service(service);

        assertThat(definition.at("/build/args/SERVICE").asText()).isEqualTo(service);
        assertThat(definition.at("/environment/SLIPWAY_INSTANCE_ID").asText()).isEqualTo(service + "-0");
        assertThat(definition.has("mem_limit"))
                .as("the heap is a share of the limit")
                .isTrue();
        assertThat(definition.at("/cap_drop/0").asText()).isEqualTo("ALL");
        assertThat(definition.path("security_opt").valueStream().map(JsonNode::asText))
                .containsExactly("no-new-privileges:true");
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldGiveKeysTokenAndEngineOnlyWhereTheyAreNeeded(String service) throws IOException {
        JsonNode definition = service(service);
        List<String> secrets =
                definition.path("secrets").valueStream().map(JsonNode::asText).toList();

        assertThat(secrets.contains("keyset.json")).isEqualTo(WITH_KEYSET.contains(service));
        assertThat(secrets.contains("admin-token")).isEqualTo(service.equals("api-gateway"));
        assertThat(definition.path("environment").valueStream().map(JsonNode::asText))
                .filteredOn(value -> value.startsWith("/run/secrets/"))
                .containsExactlyInAnyOrderElementsOf(
                        secrets.stream().map(name -> "/run/secrets/" + name).toList());
        assertThat(definition.path("volumes").toString().contains("docker.sock"))
                .isEqualTo(WITH_ENGINE.contains(service));
        assertThat(definition.at("/environment/SLIPWAY_DOCKER_INSTANCE").asText())
                .isEqualTo(WITH_ENGINE.contains(service) ? "${SLIPWAY_DOCKER_INSTANCE:-compose}" : "");
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldUseSettingsThatTheServiceHas(String service) throws IOException {
        assertThat(service(service).path("environment").propertyStream().map(entry -> entry.getKey()))
                .isNotEmpty()
                .isSubsetOf(settings(service));
    }

    @Test
    void shouldTellHowToSetWhatHasNoDefault() throws IOException {
        String text = text();
        String instructions = text.substring(0, text.indexOf("\nname:"));
        Set<String> required =
                REQUIRED.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());

        assertThat(required)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(instructions).contains(name + "=%s"));
        assertThat(WITHOUT_DEFAULT
                        .matcher(text.substring(instructions.length()))
                        .results())
                .as("variables with neither default nor message")
                .extracting(MatchResult::group)
                .isEmpty();
    }

    /** The environment variables that set what {@code service} and its libraries name in sources and properties. */
    private static Set<String> settings(String service) throws IOException {
        Set<String> names = new TreeSet<>();
        for (String module : List.of(service, "service-kit", "cluster-runtime")) {
            if (module.equals("cluster-runtime") && !WITH_ENGINE.contains(service)) {
                continue;
            }
            Path main = Manifests.root().resolve(module).resolve("src/main");
            for (Path file : files(main)) {
                if (file.toString().endsWith(".java")) {
                    names.addAll(inSource(Files.readString(file)));
                } else if (file.getFileName().toString().matches("(application|microprofile-config)\\.properties")) {
                    Properties properties = new Properties();
                    try (var in = Files.newInputStream(file)) {
                        properties.load(in);
                    }
                    names.addAll(properties.stringPropertyNames());
                }
            }
        }
        return names.stream()
                .map(name -> name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static List<String> inSource(String source) {
        List<String> names = new ArrayList<>();
        Matcher mapping = MAPPING.matcher(source);
        if (mapping.find()) {
            SETTING.matcher(source)
                    .results()
                    .map(found -> mapping.group(1) + "." + kebab(found.group(1)))
                    .forEach(names::add);
        }
        PROPERTY.matcher(source).results().map(found -> found.group(1)).forEach(names::add);
        return names;
    }

    private static String kebab(String name) {
        return name.replaceAll("(\\p{Upper})", "-$1").toLowerCase(Locale.ROOT);
    }

    private static List<Path> files(Path directory) throws IOException {
        try (var all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static JsonNode service(String name) throws IOException {
        JsonNode service = compose().path("services").path(name);
        assertThat(service.isObject()).as(name).isTrue();
        return service;
    }

    /** With anchors and merge keys resolved. */
    private static JsonNode compose() throws IOException {
        return new ObjectMapper().valueToTree(new Yaml().load(text()));
    }

    private static String text() throws IOException {
        return Files.readString(Manifests.root().resolve("docker-compose.yml"));
    }
}
