package io.slipway.runtime;

import io.slipway.events.Copies;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a container's process starts with, secrets in plain text.
 *
 * @param entrypoint executable and leading arguments; null = the image's own
 * @param arguments follow the entrypoint; where both are the image's, empty means the image's own arguments
 * @param files put into the container before it starts
 */
public record ProcessInput(
        @Nullable List<String> entrypoint,
        List<String> arguments,
        Map<String, String> environment,
        List<InputFile> files) {

    /** The image as it is. */
    public static final ProcessInput IMAGE_DEFAULT = new ProcessInput(null, List.of(), Map.of(), List.of());

    public ProcessInput {
        entrypoint = entrypoint == null || entrypoint.isEmpty() ? null : List.copyOf(entrypoint);
        arguments = Copies.list(arguments);
        environment = Copies.map(environment);
        files = Copies.list(files);
    }

    @Override
    public String toString() {
        return "ProcessInput[variables=" + environment.keySet() + ", files="
                + files.stream().map(InputFile::path).toList() + "]";
    }
}
