package io.slipway.gateway.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The public contract of the interface, where it lies beside the checkout (or where {@code slipway.contract} says): its
 * operations, and what is wrong with a response. It is never copied into the project; without it nothing is checked.
 */
public final class Contract {

    private static final int MAX_DEPTH = 20;
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final Optional<Contract> BESIDE = find();

    /** Required in the schema and not nullable, yet null in every known answer of this interface. */
    private static final Set<String> NULL_IN_PRACTICE = Set.of("mount_path", "value");

    private final JsonNode document;
    private final Map<String, Operation> operations = new LinkedHashMap<>();

    private Contract(JsonNode document) {
        this.document = document;
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .forEach(method -> add(path.getKey(), method.getKey(), method.getValue())));
    }

    /** The contract, if it is there. */
    public static Optional<Contract> beside() {
        return BESIDE;
    }

    /** All of its operations by {@code METHOD /path}, names of path parameters left out. */
    public Map<String, Operation> operations() {
        return Map.copyOf(operations);
    }

    /** The operation that a request was for. */
    public Optional<Operation> operation(String method, String path) {
        return operations.values().stream()
                .filter(operation -> operation.method().equals(method.toUpperCase(Locale.ROOT)))
                .filter(operation -> operation.pattern().matcher(path).matches())
                // A literal segment wins over a parameter.
                .min(java.util.Comparator.comparingLong(operation ->
                        operation.path().chars().filter(c -> c == '{').count()));
    }

    /** What is wrong with a response; empty if nothing is. */
    public List<String> problems(Operation operation, int status, @Nullable JsonNode body) {
        JsonNode response = operation.node().path("responses").path(Integer.toString(status));
        if (response.isMissingNode()) {
            return status < 400 ? List.of("status " + status + " is not one of the contract") : List.of();
        }
        JsonNode schema =
                resolve(response).path("content").path("application/json").path("schema");
        if (schema.isMissingNode() || status >= 400) {
            return List.of();
        }
        List<String> problems = new ArrayList<>();
        if (body == null) {
            problems.add("the response has no body");
        } else {
            check(schema, body, "$", problems);
        }
        return problems;
    }

    /** The node that a reference leads to. */
    public JsonNode resolve(JsonNode node) {
        JsonNode resolved = node;
        while (resolved.hasNonNull("$ref")) {
            resolved = document.at(resolved.get("$ref").textValue().substring(1));
        }
        return resolved;
    }

    /** The paths of all fields that a schema can have; elements of lists as {@code []}. */
    public Set<String> fields(JsonNode schema) {
        Set<String> fields = new TreeSet<>();
        collect(schema, "", fields, 0);
        return fields;
    }

    private void collect(JsonNode reference, String at, Set<String> fields, int depth) {
        if (depth > MAX_DEPTH) {
            return;
        }
        JsonNode schema = resolve(reference);
        for (String keyword : List.of("allOf", "oneOf", "anyOf")) {
            schema.path(keyword).forEach(part -> collect(part, at, fields, depth + 1));
        }
        schema.path("properties").properties().forEach(property -> {
            String path = at.isEmpty() ? property.getKey() : at + "." + property.getKey();
            fields.add(path);
            collect(property.getValue(), path, fields, depth + 1);
        });
        if (schema.has("items")) {
            collect(schema.path("items"), at + "[]", fields, depth + 1);
        }
    }

    private void check(JsonNode schemaOrReference, JsonNode value, String at, List<String> problems) {
        JsonNode schema = resolve(schemaOrReference);
        if (value.isNull()) {
            return;
        }
        schema.path("allOf").forEach(part -> check(part, value, at, problems));
        checkAlternatives(schema, value, at, problems);
        if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            problems.add(at + " is " + value + ", which is not one of " + schema.get("enum"));
        }
        switch (schema.path("type").asText("")) {
            case "string" -> checkText(schema, value, at, problems);
            case "integer" -> require(value.isIntegralNumber(), at, "a whole number", value, problems);
            case "number" -> require(value.isNumber(), at, "a number", value, problems);
            case "boolean" -> require(value.isBoolean(), at, "true or false", value, problems);
            case "array" -> {
                require(value.isArray(), at, "a list", value, problems);
                for (int i = 0; i < value.size() && value.isArray(); i++) {
                    check(schema.path("items"), value.get(i), at + "[" + i + "]", problems);
                }
            }
            default -> {
                // Objects are checked below, also where the schema does not say that they are.
            }
        }
        checkMembers(schema, value, at, problems);
    }

    private void checkAlternatives(JsonNode schema, JsonNode value, String at, List<String> problems) {
        for (String keyword : List.of("oneOf", "anyOf")) {
            if (schema.has(keyword)) {
                List<String> closest = null;
                for (JsonNode alternative : schema.get(keyword)) {
                    List<String> found = new ArrayList<>();
                    check(alternative, value, at, found);
                    if (closest == null || found.size() < closest.size()) {
                        closest = found;
                    }
                }
                problems.addAll(closest == null ? List.of() : closest);
            }
        }
    }

    private void checkMembers(JsonNode schema, JsonNode value, String at, List<String> problems) {
        if ((schema.has("properties") || schema.has("required"))
                && !value.isObject()
                && "object".equals(schema.path("type").asText("object"))) {
            problems.add(at + " is no object: " + value);
            return;
        }
        for (JsonNode name : schema.path("required")) {
            JsonNode member = value.get(name.textValue());
            JsonNode declared = schema.path("properties").path(name.textValue());
            if (member == null) {
                problems.add(at + "." + name.textValue() + " is missing");
            } else if (member.isNull() && !isNullable(declared) && !NULL_IN_PRACTICE.contains(name.textValue())) {
                problems.add(at + "." + name.textValue() + " is null");
            }
        }
        Iterator<Map.Entry<String, JsonNode>> properties =
                schema.path("properties").properties().iterator();
        while (properties.hasNext()) {
            Map.Entry<String, JsonNode> property = properties.next();
            JsonNode member = value.get(property.getKey());
            if (member != null) {
                check(property.getValue(), member, at + "." + property.getKey(), problems);
            }
        }
    }

    private boolean isNullable(JsonNode schema) {
        return schema.isMissingNode()
                || schema.path("nullable").asBoolean()
                || resolve(schema).path("nullable").asBoolean();
    }

    private static void checkText(JsonNode schema, JsonNode value, String at, List<String> problems) {
        if (!value.isTextual()) {
            problems.add(at + " is no text: " + value);
            return;
        }
        String text = value.textValue();
        try {
            switch (schema.path("format").asText("")) {
                case "uuid" -> UUID.fromString(text);
                case "date-time" -> OffsetDateTime.parse(text);
                default -> {
                    // Other formats are hints.
                }
            }
        } catch (IllegalArgumentException | DateTimeParseException e) {
            problems.add(at + " is no " + schema.path("format").asText() + ": " + text);
        }
    }

    private static void require(boolean right, String at, String what, JsonNode value, List<String> problems) {
        if (!right) {
            problems.add(at + " is not " + what + ": " + value);
        }
    }

    private static boolean contains(JsonNode list, JsonNode value) {
        for (JsonNode each : list) {
            if (each.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private void add(String path, String method, JsonNode node) {
        Operation operation = new Operation(
                node.path("operationId").textValue(),
                method.toUpperCase(Locale.ROOT),
                path,
                Pattern.compile(path.replaceAll("\\{[^}]+}", "[^/]+")),
                node);
        operations.put(operation.key(), operation);
    }

    private static Optional<Contract> find() {
        return candidate().map(file -> {
            try {
                return new Contract(YAMLMapper.builder().build().readTree(file.toFile()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static Optional<Path> candidate() {
        String named = System.getProperty("slipway.contract", "");
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named)).filter(Files::isRegularFile);
        }
        // The module's directory is the working directory of its tests; the contract lies beside the checkout.
        Path checkout = Path.of("").toAbsolutePath().getParent();
        return checkout == null
                ? Optional.empty()
                : Optional.of(checkout.resolveSibling("shared/contract/rest-api.yaml"))
                        .filter(Files::isRegularFile);
    }

    /** One operation; {@code node} is its description in the contract. */
    public record Operation(String id, String method, String path, Pattern pattern, JsonNode node) {

        /** {@code METHOD /path}, names of path parameters left out. */
        public String key() {
            return key(method, path);
        }

        /** The same of any method and path. */
        public static String key(String method, String path) {
            return method.toUpperCase(Locale.ROOT) + " " + path.replaceAll("\\{[^}]+}", "{}");
        }
    }
}
