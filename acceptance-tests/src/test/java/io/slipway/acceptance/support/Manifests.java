package io.slipway.acceptance.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The manifests for Kubernetes as they are in the checkout. */
public final class Manifests {

    private static final YAMLMapper YAML = new YAMLMapper();

    private Manifests() {}

    /** The checkout. */
    public static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("k8s")) ? here : here.getParent();
    }

    /** All documents of a file below {@code k8s}. */
    public static List<JsonNode> in(String file) throws IOException {
        try (var documents = YAML.readerFor(JsonNode.class)
                .readValues(root().resolve("k8s").resolve(file).toFile())) {
            List<JsonNode> all = new ArrayList<>();
            while (documents.hasNext()) {
                all.add((JsonNode) documents.next());
            }
            return all;
        }
    }

    /** Documents of one kind in all files of {@code directory}, subdirectories left out. */
    public static List<JsonNode> in(String directory, String kind) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        try (var files = Files.newDirectoryStream(root().resolve("k8s").resolve(directory), "*.yaml")) {
            for (Path file : files) {
                in(directory + "/" + file.getFileName()).stream()
                        .filter(document -> document.path("kind").asText().equals(kind))
                        .forEach(found::add);
            }
        }
        return found;
    }
}
