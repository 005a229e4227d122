package io.slipway.events.spec;

import io.slipway.events.Copies;

/**
 * The value of a variable or credential.
 *
 * @param secret if true, {@code text} is ciphertext; only the worker that starts the container can read it
 * @param text plain text, or ciphertext; may hold <code>{{NAME}}</code> references when it is plain
 */
public record Value(boolean secret, String text) {

    public Value {
        Copies.required((Object) text, "text");
    }

    /** A value that everybody may read. */
    public static Value plain(String text) {
        return new Value(false, text);
    }

    /** A secret value. */
    public static Value secret(String ciphertext) {
        return new Value(true, ciphertext);
    }

    @Override
    public String toString() {
        return secret ? "Value[secret]" : "Value[" + text + "]";
    }
}
