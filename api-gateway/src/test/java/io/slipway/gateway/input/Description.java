package io.slipway.gateway.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The gateway's own OpenAPI document. */
record Description(JsonNode document) {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");

    /** All operations, as the document has them. */
    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .forEach(method -> operations.add(new Operation(
                                method.getValue().path("operationId").asText(),
                                method.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                method.getValue()))));
        return operations;
    }

    /** What a schema says, references followed; what stands beside a reference wins. */
    JsonNode resolve(JsonNode schema) {
        if (!schema.hasNonNull("$ref")) {
            return schema;
        }
        ObjectNode resolved =
                resolve(document.at(schema.path("$ref").asText().substring(1))).deepCopy();
        schema.properties().stream()
                .filter(each -> !each.getKey().equals("$ref"))
                .forEach(each -> resolved.set(each.getKey(), each.getValue()));
        return resolved;
    }

    /** The schemas of all fields below a schema, by their paths; elements of lists as {@code []}. */
    Map<String, JsonNode> schemas(JsonNode schema) {
        Map<String, JsonNode> schemas = new TreeMap<>();
        collect(schema, "", schemas);
        return schemas;
    }

    private void collect(JsonNode reference, String at, Map<String, JsonNode> schemas) {
        JsonNode schema = resolve(reference);
        if (!at.isEmpty()) {
            schemas.put(at, schema);
        }
        schema.path("properties")
                .properties()
                .forEach(property -> collect(
                        property.getValue(), at.isEmpty() ? property.getKey() : at + "." + property.getKey(), schemas));
        if (schema.has("items")) {
            collect(schema.path("items"), at + "[]", schemas);
        }
    }

    /** One operation of the document. */
    record Operation(String id, String method, String path, JsonNode node) {

        /** The schema of its body; missing if it takes none. */
        JsonNode body() {
            return node.path("requestBody")
                    .path("content")
                    .path("application/json")
                    .path("schema");
        }

        boolean hasBody() {
            return !body().isMissingNode();
        }

        List<String> pathParameters() {
            return parameters("path");
        }

        List<String> queryParameters() {
            return parameters("query");
        }

        private List<String> parameters(String in) {
            List<String> names = new ArrayList<>();
            node.path("parameters").forEach(parameter -> {
                if (parameter.path("in").asText().equals(in)) {
                    names.add(parameter.path("name").asText());
                }
            });
            return names;
        }
    }
}
