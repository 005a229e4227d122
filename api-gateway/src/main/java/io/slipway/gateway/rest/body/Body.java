package io.slipway.gateway.rest.body;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.ApiException.FieldError;
import io.slipway.gateway.domain.Uuids;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object from a request. Its readers never fail: they note what is wrong with a field and go on with a stand-in,
 * so that {@link #check()} can name every invalid field at once. A field that is null counts as absent.
 */
public final class Body {

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // What would count of a field that is given twice is anybody's guess.
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .reader();
    private static final UUID NO_ID = new UUID(0, 0);

    private final ObjectNode node;
    private final String path;
    private final List<FieldError> errors;

    private Body(ObjectNode node, String path, List<FieldError> errors) {
        this.node = node;
        this.path = path;
        this.errors = errors;
    }

    /**
     * Reads a request's body, whatever its media type; no bytes are an empty object.
     *
     * @throws ApiException.Invalid if it is no JSON object
     */
    public static Body of(byte @Nullable [] bytes) {
        if (bytes == null || bytes.length == 0 || new String(bytes, StandardCharsets.UTF_8).isBlank()) {
            return new Body(JsonNodeFactory.instance.objectNode(), "", new ArrayList<>());
        }
        try {
            JsonNode node = JSON.readTree(bytes);
            if (node instanceof ObjectNode object) {
                return new Body(object, "", new ArrayList<>());
            }
        } catch (JsonProcessingException e) {
            throw new ApiException.Invalid("body", "is no valid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new ApiException.Invalid("body", "is no valid JSON");
        }
        throw new ApiException.Invalid("body", "must be a JSON object");
    }

    /** Whether there is no field at all: how clients send "no body". */
    public boolean isEmpty() {
        return node.isEmpty();
    }

    /** Whether the field is there and not null. */
    public boolean has(String field) {
        return node.hasNonNull(field);
    }

    /** Whether the field is there, be it null. */
    public boolean mentions(String field) {
        return node.has(field);
    }

    /** Text of at most {@code maxLength} characters that is not blank. */
    public String requiredText(String field, int maxLength) {
        String text = text(field, maxLength);
        if (text == null) {
            missing(field);
            return "";
        }
        if (text.isBlank()) {
            error(field, "must not be blank");
        }
        return text;
    }

    /** Text of at most {@code maxLength} characters; null if absent. */
    public @Nullable String text(String field, int maxLength) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        return checkedText(field, value, maxLength);
    }

    /** A whole number between the bounds, {@code standard} if absent. */
    public int integer(String field, int standard, int min, int max) {
        Integer value = integer(field, min, max);
        return value == null ? standard : value;
    }

    /** A whole number between the bounds. */
    public int requiredInteger(String field, int min, int max) {
        if (!has(field)) {
            missing(field);
            return min;
        }
        return integer(field, min, min, max);
    }

    /** A whole number between the bounds; null if absent. */
    public @Nullable Integer integer(String field, int min, int max) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isNumber() || !value.canConvertToExactIntegral()) {
            error(field, "must be a whole number");
            return min;
        }
        if (!value.canConvertToInt() || value.intValue() < min || value.intValue() > max) {
            error(field, "must be between " + min + " and " + max);
            return min;
        }
        return value.intValue();
    }

    /** True or false, {@code standard} if absent. */
    public boolean bool(String field, boolean standard) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            return standard;
        }
        if (!value.isBoolean()) {
            error(field, "must be true or false");
        }
        return value.booleanValue();
    }

    /** True or false. */
    public boolean requiredBool(String field) {
        if (!has(field)) {
            missing(field);
        }
        return bool(field, false);
    }

    /** One of the names of {@code type}'s constants. */
    public <E extends Enum<E>> E requiredEnumeration(String field, Class<E> type) {
        E[] constants = type.getEnumConstants();
        E value = enumeration(field, type);
        if (value == null && !has(field)) {
            missing(field);
        }
        return value == null ? constants[0] : value;
    }

    /** One of the names of {@code type}'s constants, {@code standard} if absent. */
    public <E extends Enum<E>> E enumeration(String field, Class<E> type, E standard) {
        E value = enumeration(field, type);
        return value == null ? standard : value;
    }

    /** One of the names of {@code type}'s constants; null if absent. */
    public <E extends Enum<E>> @Nullable E enumeration(String field, Class<E> type) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        E[] constants = type.getEnumConstants();
        for (E constant : constants) {
            if (value.isTextual() && constant.name().equals(value.textValue())) {
                return constant;
            }
        }
        error(field, "must be one of " + Arrays.toString(constants));
        return null;
    }

    /** An id. */
    public UUID requiredId(String field) {
        UUID id = id(field);
        if (id == null) {
            missing(field);
            return NO_ID;
        }
        return id;
    }

    /** An id; null if absent. */
    public @Nullable UUID id(String field) {
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? null : checkedId(field, value);
    }

    /** A time in RFC 3339 with an offset; null if absent. */
    public @Nullable Instant instant(String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(value.isTextual() ? value.textValue() : "")
                    .toInstant();
        } catch (DateTimeParseException _) {
            error(field, "must be a time such as 2030-01-31T12:00:00Z");
            return null;
        }
    }

    /** A list of ids, empty if absent. */
    public List<UUID> ids(String field, int maxItems) {
        List<UUID> ids = new ArrayList<>();
        int index = 0;
        for (JsonNode item : array(field, maxItems)) {
            ids.add(checkedId(field + "[" + index++ + "]", item));
        }
        return ids;
    }

    /** A list of texts, empty if absent. */
    public List<String> texts(String field, int maxItems, int maxLength) {
        List<String> texts = new ArrayList<>();
        int index = 0;
        for (JsonNode item : array(field, maxItems)) {
            texts.add(checkedText(field + "[" + index++ + "]", item, maxLength));
        }
        return texts;
    }

    /** An object; null if absent. */
    public @Nullable Body object(String field) {
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? null : checkedObject(field, value);
    }

    /** An object. */
    public Body requiredObject(String field) {
        Body object = object(field);
        if (object == null) {
            missing(field);
            return new Body(JsonNodeFactory.instance.objectNode(), path + field + ".", new ArrayList<>());
        }
        return object;
    }

    /** A list of objects, empty if absent. */
    public List<Body> objects(String field, int maxItems) {
        List<Body> objects = new ArrayList<>();
        int index = 0;
        for (JsonNode item : array(field, maxItems)) {
            objects.add(checkedObject(field + "[" + index++ + "]", item));
        }
        return objects;
    }

    /** Notes that {@code field} of this object is wrong; {@code problem} completes the sentence. */
    public void error(String field, String problem) {
        FieldError error = new FieldError(path + field, problem);
        if (!errors.contains(error)) {
            errors.add(error);
        }
    }

    /** Whether anything was wrong so far. */
    public boolean hasErrors() {
        return !errors.isEmpty();
    }

    /**
     * To be called when all has been read.
     *
     * @throws ApiException.Invalid that names every invalid field
     */
    public void check() {
        if (!errors.isEmpty()) {
            throw new ApiException.Invalid(errors);
        }
    }

    private void missing(String field) {
        error(field, "is required");
    }

    private Iterable<JsonNode> array(String field, int maxItems) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            error(field, "must be a list");
            return List.of();
        }
        if (value.size() > maxItems) {
            error(field, "must not have more than " + maxItems + " elements");
            return List.of();
        }
        return value;
    }

    private Body checkedObject(String field, JsonNode value) {
        if (value instanceof ObjectNode object) {
            return new Body(object, path + field + ".", errors);
        }
        error(field, "must be an object");
        // Its fields are not reported as missing on top of it.
        return new Body(JsonNodeFactory.instance.objectNode(), path + field + ".", new ArrayList<>());
    }

    private UUID checkedId(String field, JsonNode value) {
        Optional<UUID> id = value.isTextual() ? Uuids.of(value.textValue()) : Optional.empty();
        if (id.isEmpty()) {
            error(field, "must be a UUID");
        }
        return id.orElse(NO_ID);
    }

    private String checkedText(String field, JsonNode value, int maxLength) {
        if (!value.isTextual()) {
            error(field, "must be text");
            return "-";
        }
        String text = value.textValue();
        if (text.length() > maxLength) {
            error(field, "must not be longer than " + maxLength + " characters");
        } else if (text.indexOf('\0') >= 0
                || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            error(field, "must not contain NUL or unpaired surrogates");
        }
        return text;
    }
}
