package io.slipway.gateway.rest.service;

import io.slipway.gateway.domain.catalog.ImageName;
import io.slipway.gateway.domain.catalog.Registry;
import io.slipway.gateway.domain.catalog.ServiceConfig.Source;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.body.Limits;
import io.slipway.gateway.rest.registry.RegistryBody;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The contract's {@code ContainerSource}. */
record ImageBody(String imageName, String tag, UUID registryId, RegistryBody.Details registry) {

    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    static ImageBody of(Source.Image image, @Nullable Registry registry) {
        if (registry == null) {
            throw new IllegalStateException("registry " + image.registryId() + " is missing");
        }
        return new ImageBody(image.name(), image.tag(), image.registryId(), RegistryBody.Details.of(registry));
    }

    /** Reads {@code registry_id}, {@code image_name} and {@code tag}. */
    static Source.Image read(Body body) {
        UUID registry = body.requiredId("registry_id");
        String name = body.requiredText("image_name", Limits.SHORT_TEXT);
        if (body.has("image_name") && !ImageName.isValid(name)) {
            body.error("image_name", "must be the name of an image: lower case, without registry and tag");
        }
        String tag = body.requiredText("tag", 128);
        if (body.has("tag") && !TAG.matcher(tag).matches()) {
            body.error("tag", "must be the tag of an image");
        }
        return new Source.Image(registry, name, tag);
    }
}
