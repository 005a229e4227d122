package io.slipway.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tells which changes of a schema break those who read by the old one: a member that is gone or of another type, a value
 * of an enum that is gone, a member that was always there and is not any more, and a new member that writers have to say.
 */
final class Compatibility {

    private Compatibility() {}

    static List<String> breaks(JsonNode before, JsonNode after, boolean writtenByOutsiders) {
        List<String> breaks = new ArrayList<>();
        compare("", before, after, writtenByOutsiders, breaks);
        return breaks;
    }

    private static void compare(String path, JsonNode before, JsonNode after, boolean outsiders, List<String> breaks) {
        for (String keyword : List.of("type", "format", "const", "$ref")) {
            if (before.has(keyword) && !before.get(keyword).equals(after.get(keyword))) {
                breaks.add(path + "/" + keyword + " was " + before.get(keyword) + ", is " + after.get(keyword));
            }
        }
        List<JsonNode> values = elements(after.path("enum"));
        for (JsonNode value : elements(before.path("enum"))) {
            if (!values.contains(value)) {
                breaks.add(path + " no longer has the value " + value);
            }
        }
        required(path, before, after, outsiders, breaks);
        for (String group : List.of("properties", "$defs")) {
            for (Map.Entry<String, JsonNode> entry : before.path(group).properties()) {
                String name = path + "/" + entry.getKey();
                JsonNode other = after.path(group).get(entry.getKey());
                if (other == null) {
                    breaks.add(name + " is gone");
                } else {
                    compare(name, entry.getValue(), other, outsiders, breaks);
                }
            }
        }
        for (String nested : List.of("items", "additionalProperties")) {
            if (before.has(nested)) {
                compare(path + "/" + nested, before.get(nested), after.path(nested), outsiders, breaks);
            }
        }
        for (String list : List.of("anyOf", "oneOf", "allOf")) {
            List<JsonNode> others = elements(after.path(list));
            for (JsonNode alternative : elements(before.path(list))) {
                if (alternative.has("$ref") && !others.contains(alternative)) {
                    breaks.add(path + "/" + list + " no longer has " + alternative.get("$ref"));
                }
            }
        }
    }

    private static void required(String path, JsonNode before, JsonNode after, boolean outsiders, List<String> breaks) {
        List<JsonNode> then = elements(before.path("required"));
        List<JsonNode> now = elements(after.path("required"));
        then.stream()
                .filter(name -> !now.contains(name) && !outsiders)
                .forEach(name -> breaks.add(path + " no longer always has " + name));
        now.stream()
                .filter(name -> !then.contains(name) && outsiders)
                .forEach(name -> breaks.add(path + " now demands " + name));
    }

    private static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements;
    }
}
