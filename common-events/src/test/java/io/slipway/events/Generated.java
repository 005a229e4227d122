package io.slipway.events;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are generated from the code and committed. */
final class Generated {

    /** How to write the files anew. */
    static final String COMMAND = "mvn -pl common-events test -Dslipway.regenerate=true";

    private Generated() {}

    /** Whether this run writes the files instead of comparing them. */
    static boolean regenerate() {
        return Boolean.getBoolean("slipway.regenerate");
    }

    static Path schema(String topic) {
        return Path.of("src/main/resources/schemas", topic + ".v1.json");
    }

    static Path asyncApi() {
        return Path.of("src/main/resources/asyncapi.yaml");
    }

    static Path golden(String name) {
        return Path.of("src/test/resources/golden", name + ".json");
    }

    static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
