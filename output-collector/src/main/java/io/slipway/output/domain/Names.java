package io.slipway.output.domain;

import io.slipway.events.variable.VariableNames;
import java.util.Optional;

/** Which names an output may have, and how a name looks in a message. */
final class Names {

    /** With the longest prefix that it gets, a name stays well below what the rules of other systems allow. */
    static final int MAX_LENGTH = 255;

    private static final int MAX_QUOTED = 80;

    private Names() {}

    /** What is wrong with {@code name}; empty if nothing is. */
    static Optional<String> problem(String name) {
        if (name.isEmpty()) {
            return Optional.of("the name is empty");
        }
        if (name.length() > MAX_LENGTH) {
            return Optional.of("the name has " + name.length() + " characters; at most " + MAX_LENGTH + " are allowed");
        }
        if (name.startsWith("QOVERY_") || name.startsWith("__")) {
            return Optional.of("names that begin with QOVERY_ or __ are reserved");
        }
        if (!VariableNames.isUserKey(name)) {
            return Optional.of(
                    "the name has to begin with a letter and consist of letters, digits and _ (A-Z a-z 0-9)");
        }
        return Optional.empty();
    }

    /** {@code name} in quotation marks, shortened and with everything escaped that could confuse a terminal. */
    static String quoted(String name) {
        StringBuilder out = new StringBuilder("\"");
        int end = Math.min(name.length(), MAX_QUOTED);
        for (int i = 0; i < end; i++) {
            char c = name.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append(end < name.length() ? "…\"" : "\"").toString();
    }
}
