package io.slipway.gateway.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Breaks one field of a valid body at a time, in all ways that its schema tells of. */
final class Breaker {

    /** Stands for half a character in JSON, which no JSON writer writes. */
    static final String HALF_CHARACTER = "@half-a-character@";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Description description;
    private final Map<String, String> foreignIds;
    private final ObjectNode valid;
    private final Set<String> done;
    private final List<Broken> broken = new ArrayList<>();
    private final Set<String> reached = new TreeSet<>();

    /**
     * @param foreignIds another tenant's ids by the paths of the fields that they are wrong for
     * @param done fields that need not be broken any more
     */
    Breaker(Description description, Map<String, String> foreignIds, ObjectNode valid, Set<String> done) {
        this.done = done;
        this.description = description;
        this.foreignIds = foreignIds;
        this.valid = valid;
    }

    /** All broken variants of the body. */
    List<Broken> breakAll(JsonNode schema) {
        object(schema, new Place("", "", root -> root));
        return broken;
    }

    /** The fields that were broken, elements of lists as {@code []}. */
    Set<String> reached() {
        return reached;
    }

    private void object(JsonNode reference, Place place) {
        JsonNode schema = description.resolve(reference);
        schema.path("properties").properties().forEach(property -> {
            String name = property.getKey();
            Place field = place.member(name);
            reached.add(field.pattern());
            if (contains(schema.path("required"), name)) {
                add("is missing", field, body -> place.object(body).remove(name));
                add("is null", field, body -> place.object(body).putNull(name));
            }
            values(
                    property.getValue(),
                    field,
                    (body, value) -> place.object(body).set(name, value));
            JsonNode present = place.object(valid).path(name);
            if (present.isObject()) {
                object(property.getValue(), field);
            }
            if (present.isArray()) {
                list(property.getValue(), field);
            }
        });
        if (schema.path("additionalProperties").path("type").asText().equals("string")) {
            Place first = place.member(place.object(valid).fieldNames().next());
            add("is a number", first, body -> place.object(body).put(first.name(), 5));
            add("is a list", first, body -> place.object(body).putArray(first.name()));
        }
    }

    private void list(JsonNode reference, Place field) {
        JsonNode items = description.resolve(description.resolve(reference).path("items"));
        Place element = field.element();
        values(items, element, (body, value) -> field.list(body).set(0, value));
        if (field.list(valid).path(0).isObject()) {
            object(items, element);
        }
        int most = description.resolve(reference).path("maxItems").asInt();
        add("has too many elements", field, body -> {
            ArrayNode list = field.list(body);
            while (list.size() <= most) {
                list.add(list.get(0).deepCopy());
            }
        });
    }

    private void values(JsonNode reference, Place field, Setter setter) {
        JsonNode schema = description.resolve(reference);
        wrong(schema, field).forEach((what, value) -> add(what, field, body -> setter.set(body, value)));
    }

    private Map<String, JsonNode> wrong(JsonNode schema, Place field) {
        Map<String, JsonNode> wrong = new LinkedHashMap<>();
        switch (schema.path("type").asText()) {
            case "string" -> {
                wrong.put("is a number", JSON.numberNode(5));
                wrong.put("is an object", JSON.objectNode().put("a", 1));
                text(schema, field, wrong);
            }
            case "integer" -> {
                wrong.put("is text", JSON.textNode("5"));
                wrong.put("is a list", JSON.arrayNode().add(1));
                wrong.put("is a fraction", JSON.numberNode(1.5));
                wrong.put("is too big", JSON.numberNode(schema.path("maximum").asLong(Integer.MAX_VALUE - 1L) + 1));
                wrong.put("is far too big", JSON.numberNode(1L << 40));
                wrong.put("is too small", JSON.numberNode(schema.path("minimum").asLong(Integer.MIN_VALUE) - 1));
            }
            case "boolean" -> {
                wrong.put("is text", JSON.textNode("true"));
                wrong.put("is a number", JSON.numberNode(1));
            }
            case "array" -> {
                wrong.put("is text", JSON.textNode("a,b"));
                wrong.put("is an object", JSON.objectNode().put("a", 1));
            }
            case "object" -> {
                wrong.put("is a boolean", JSON.booleanNode(true));
                wrong.put("is a list", JSON.arrayNode().add(1));
            }
            default -> throw new IllegalStateException(field.path() + " has no type: " + schema);
        }
        return wrong;
    }

    private void text(JsonNode schema, Place field, Map<String, JsonNode> wrong) {
        if (schema.has("enum")) {
            wrong.put("is not of its values", JSON.textNode("NO_SUCH_THING"));
            wrong.put("is empty", JSON.textNode(""));
        } else if (schema.path("format").asText().equals("uuid")) {
            wrong.put("is no id", JSON.textNode("1234"));
            wrong.put("is an unknown id", JSON.textNode(UUID.randomUUID().toString()));
            String foreign = foreignIds.get(field.pattern());
            if (foreign != null) {
                wrong.put("is another tenant's id", JSON.textNode(foreign));
            }
        } else if (schema.path("format").asText().equals("date-time")) {
            wrong.put("is no time", JSON.textNode("soon"));
        } else {
            wrong.put(
                    "is too long",
                    JSON.textNode("x".repeat(schema.path("maxLength").asInt() + 1)));
            wrong.put("has a NUL", JSON.textNode("a\0b"));
            wrong.put("has half a character", JSON.textNode(HALF_CHARACTER));
            if (schema.has("pattern")) {
                wrong.put("is not of its pattern", JSON.textNode(" \u0001 "));
            }
        }
    }

    private void add(String what, Place field, Consumer<ObjectNode> change) {
        if (done.contains(field.pattern())) {
            return;
        }
        ObjectNode body = valid.deepCopy();
        change.accept(body);
        broken.add(new Broken(field.path(), field.pattern(), what, body));
    }

    private static boolean contains(JsonNode names, String name) {
        for (JsonNode each : names) {
            if (each.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * A body with one wrong field.
     *
     * @param field as messages name it
     * @param pattern the same with {@code []} for elements of lists
     */
    record Broken(String field, String pattern, String what, ObjectNode body) {}

    @FunctionalInterface
    private interface Setter {
        void set(ObjectNode body, JsonNode value);
    }

    @FunctionalInterface
    private interface Way {
        @Nullable
        JsonNode follow(JsonNode body);
    }

    /** Where in a body. */
    private record Place(String path, String pattern, Way way) {

        Place member(String name) {
            String dot = path.isEmpty() ? "" : ".";
            return new Place(path + dot + name, pattern + dot + name, body -> at(body).path(name));
        }

        Place element() {
            return new Place(path + "[0]", pattern + "[]", body -> at(body).path(0));
        }

        String name() {
            return path.substring(path.lastIndexOf('.') + 1);
        }

        ObjectNode object(JsonNode body) {
            return (ObjectNode) at(body);
        }

        ArrayNode list(JsonNode body) {
            return (ArrayNode) at(body);
        }

        private JsonNode at(JsonNode body) {
            JsonNode found = way.follow(body);
            if (found == null) {
                throw new IllegalStateException("there is nothing at " + path);
            }
            return found;
        }
    }
}
