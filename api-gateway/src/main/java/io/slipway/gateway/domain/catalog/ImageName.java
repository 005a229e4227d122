package io.slipway.gateway.domain.catalog;

import java.util.regex.Pattern;

/**
 * Names of images within a registry: what the <a
 * href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests">OCI distribution
 * specification</a> allows as the name of a repository.
 */
public final class ImageName {

    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*");

    private ImageName() {}

    /** Whether images can have this name. */
    public static boolean isValid(String text) {
        return NAME.matcher(text).matches();
    }
}
