package io.slipway.events.work;

import io.slipway.events.Copies;
import io.slipway.events.spec.ImageSource.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * An image to run.
 *
 * @param reference as OCI writes it, for example {@code registry.example/shop/web:1.2} or {@code name@sha256:…}
 * @param digest content digest ({@code sha256:…}) where it is known
 * @param commit the git commit that it was built from; null for images that Slipway did not build
 * @param pullCredentials for registries that want them
 */
public record Image(
        String reference,
        @Nullable String digest,
        @Nullable String commit,
        @Nullable Credentials pullCredentials) {

    public Image {
        Copies.required(reference, "reference");
    }
}
