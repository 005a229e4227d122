package io.slipway.platform.process;

import org.jspecify.annotations.Nullable;

/** Something that the user has to know or mend; the message says what, in whole sentences, and needs no stack trace. */
public final class PlatformException extends RuntimeException {

    /** What is wrong and what can be done about it. */
    public PlatformException(String message) {
        super(message);
    }

    /** As above, with what caused it. */
    public PlatformException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
