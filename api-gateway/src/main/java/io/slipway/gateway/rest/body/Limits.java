package io.slipway.gateway.rest.body;

import org.jspecify.annotations.Nullable;

/** What requests may be at most, and fields that many requests have. */
public final class Limits {

    public static final int NAME = 255;
    public static final int DESCRIPTION = 10_000;
    public static final int SHORT_TEXT = 255;
    public static final int URL = 2_048;
    public static final int PATH = 1_024;
    public static final int COMMAND = 65_536;
    public static final int ARGUMENTS = 256;
    public static final int PORTS = 100;
    public static final int VOLUMES = 20;
    public static final int DOCKERFILE = 262_144;
    public static final int VALUE = 131_072;
    public static final int FILE = 1_048_576;
    public static final int MAX_PORT = 65_535;
    public static final int GIB = 65_536;

    private Limits() {}

    /** A name: not blank, without control characters; surrounding blanks do not count. */
    public static String name(Body body, String field) {
        return checked(body, field, body.requiredText(field, NAME));
    }

    /** A name; null if absent. */
    public static @Nullable String optionalName(Body body, String field) {
        String name = body.text(field, NAME);
        if (name != null && name.isBlank()) {
            body.error(field, "must not be blank");
        }
        return name == null ? null : checked(body, field, name);
    }

    public static @Nullable String description(Body body) {
        return body.text("description", DESCRIPTION);
    }

    /** For what Slipway does not have: it must not be asked for. */
    public static void unsupported(Body body, String field) {
        if (body.has(field)) {
            body.error(field, "is not supported: leave it out");
        }
    }

    /** For lists of what Slipway does not have: they must be empty. */
    public static void unsupportedList(Body body, String field) {
        if (!body.objects(field, DESCRIPTION).isEmpty()) {
            body.error(field, "is not supported: leave it out or empty");
        }
    }

    private static String checked(Body body, String field, String name) {
        if (name.chars().anyMatch(Character::isISOControl)) {
            body.error(field, "must not contain control characters");
        }
        return name.strip();
    }
}
