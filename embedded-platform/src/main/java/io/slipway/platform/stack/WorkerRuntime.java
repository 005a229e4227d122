package io.slipway.platform.stack;

import io.slipway.platform.engine.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the workers build, deploy and collect with.
 *
 * @param description one line that tells it from others
 * @param settings what the workers are told, as environment variables
 */
public record WorkerRuntime(String description, Map<String, String> settings) {

    public WorkerRuntime {
        settings = Map.copyOf(settings);
    }

    /** A container engine. */
    public static WorkerRuntime of(Engine engine, Installation installation) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("SLIPWAY_DOCKER_HOST", engine.host());
        settings.put("SLIPWAY_DOCKER_INSTANCE", installation.instance());
        return new WorkerRuntime("container engine " + engine.host(), settings);
    }

    /** The description that {@link #save} wrote; empty if there is none. */
    static Optional<String> savedIn(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /** Remembers the description, so that later commands notice when they mean another one. */
    void save(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, description + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }
}
