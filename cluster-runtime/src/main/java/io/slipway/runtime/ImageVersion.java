package io.slipway.runtime;

import org.jspecify.annotations.Nullable;

/** What tells an image from others of its name. */
public final class ImageVersion {

    private static final String DEFAULT_TAG = "latest";

    private ImageVersion() {}

    /** The tag in a reference; without one the digest, without that, too, {@code latest}. Empty if there is no reference. */
    public static String of(@Nullable String reference) {
        if (reference == null || reference.isBlank()) {
            return "";
        }
        int at = reference.indexOf('@');
        String name = at < 0 ? reference : reference.substring(0, at);
        int tag = name.indexOf(':', name.lastIndexOf('/') + 1);
        if (tag >= 0) {
            return name.substring(tag + 1);
        }
        return at < 0 ? DEFAULT_TAG : reference.substring(at + 1);
    }
}
