package io.slipway.runtime;

import io.slipway.events.Copies;
import org.jspecify.annotations.Nullable;

/**
 * An image that the runtime fetches where it does not have it.
 *
 * @param reference as OCI writes it
 * @param digest content digest or image id where it is known: part of what decides whether something changed
 * @param login for registries that want one
 */
public record ImageToRun(
        String reference, @Nullable String digest, @Nullable RegistryLogin login) {

    public ImageToRun {
        Copies.required(reference, "reference");
    }

    /** An image that anybody may fetch. */
    public static ImageToRun of(String reference) {
        return new ImageToRun(reference, null, null);
    }
}
