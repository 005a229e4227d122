package io.slipway.output.domain;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A JSON value that remembers how it was written: numbers keep their digits ({@code 1E5} stays {@code 1E5}), strings
 * inside lists and objects their escapes.
 */
sealed interface Json {

    /** Where the value begins. */
    Place place();

    /** The value as JSON without white space between its parts. */
    String compact();

    /** What kind of value it is, for messages. */
    String kind();

    /** A value in quotation marks; {@code raw} has the quotation marks and escapes as written. */
    record TextValue(Place place, String raw, String text) implements Json {
        @Override
        public String compact() {
            return raw;
        }

        @Override
        public String kind() {
            return "a text";
        }
    }

    /** A number as written. */
    record NumberValue(Place place, String raw) implements Json {
        @Override
        public String compact() {
            return raw;
        }

        @Override
        public String kind() {
            return "a number";
        }
    }

    /** {@code true} or {@code false}. */
    record BoolValue(Place place, boolean value) implements Json {
        @Override
        public String compact() {
            return Boolean.toString(value);
        }

        @Override
        public String kind() {
            return "a boolean";
        }
    }

    /** {@code null}. */
    record NullValue(Place place) implements Json {
        @Override
        public String compact() {
            return "null";
        }

        @Override
        public String kind() {
            return "null";
        }
    }

    /** A list. */
    record ArrayValue(Place place, List<Json> items) implements Json {
        @Override
        public String compact() {
            return items.stream().map(Json::compact).collect(Collectors.joining(",", "[", "]"));
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** An object; no two members have the same name. */
    record ObjectValue(Place place, List<Member> members) implements Json {
        @Override
        public String compact() {
            return members.stream()
                    .map(member -> member.name().raw() + ":" + member.value().compact())
                    .collect(Collectors.joining(",", "{", "}"));
        }

        @Override
        public String kind() {
            return "an object";
        }
    }

    /** A member of an object. */
    record Member(TextValue name, Json value) {}
}
