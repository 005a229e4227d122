package io.slipway.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.slipway.gateway.testing.SuiteRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Looks back at the suite. It starts no application, and what starts none is run after all that do; where only a part of
 * the suite was run there is nothing to say.
 */
class EveryOperationIT {

    private static final Path CLASSES = Path.of("target", "test-classes");
    private static final Path DESCRIPTION = Path.of("target", "openapi", "openapi.json");

    @Test
    void shouldHaveSeenEveryOperationSucceedAsDescribed() throws IOException {
        Set<String> missing = suite();
        missing.removeAll(SuiteRecord.classes());
        assumeTrue(missing.isEmpty(), "only a part of the suite was run; not " + missing);

        Map<String, Set<String>> described = described();
        Map<String, Set<String>> successes = new TreeMap<>();
        SuiteRecord.calls()
                .forEach((operation, codes) -> successes.put(
                        operation,
                        codes.stream().filter(code -> code.startsWith("2")).collect(Collectors.toSet())));
        Set<String> never = new TreeSet<>();
        Set<String> undescribed = new TreeSet<>();
        described.forEach((operation, codes) -> {
            Set<String> seen = successes.getOrDefault(operation, Set.of());
            if (seen.isEmpty()) {
                never.add(operation);
            }
            if (!codes.containsAll(seen)) {
                undescribed.add(operation + " answered " + seen + ", not only " + codes);
            }
        });

        assertThat(never).as("operations that no test has seen succeed").isEmpty();
        assertThat(undescribed).isEmpty();
        assertThat(described.keySet()).containsAll(successes.keySet());
    }

    /** Names of all classes of the suite that call the application in this process. */
    private static Set<String> suite() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            return files.map(file -> CLASSES.relativize(file).toString())
                    .filter(file -> file.endsWith("IT.class") && !file.contains("$"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .filter(EveryOperationIT::hasApplication)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static boolean hasApplication(String className) {
        try {
            return Class.forName(className, false, EveryOperationIT.class.getClassLoader())
                    .isAnnotationPresent(QuarkusTest.class);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Set<String>> described() throws IOException {
        JsonNode document = new ObjectMapper().readTree(DESCRIPTION.toFile());
        Map<String, Set<String>> described = new TreeMap<>();
        document.path("paths")
                .forEach(path -> path.forEach(operation -> {
                    if (operation.has("operationId")) {
                        Set<String> codes = new TreeSet<>();
                        operation.path("responses").fieldNames().forEachRemaining(codes::add);
                        codes.removeIf(code -> !code.startsWith("2"));
                        described.put(operation.path("operationId").asText(), codes);
                    }
                }));
        return described;
    }
}
