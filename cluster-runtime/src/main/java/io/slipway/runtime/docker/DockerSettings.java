package io.slipway.runtime.docker;

import io.slipway.events.Copies;
import java.time.Duration;

/**
 * How to reach an engine.
 *
 * @param host {@code unix://…} or {@code tcp://…}
 * @param instance the installation whose containers these are, see {@link Labels#INSTANCE}
 * @param responseTimeout how long a call may take that is answered at once
 */
public record DockerSettings(String host, String instance, Duration connectTimeout, Duration responseTimeout) {

    public DockerSettings {
        Copies.required(host, "host");
        Copies.required(instance, "instance");
        Copies.required(connectTimeout, "connectTimeout");
        Copies.required(responseTimeout, "responseTimeout");
    }

    /** Debian's default socket. */
    public static DockerSettings local(String instance) {
        return new DockerSettings(
                "unix:///var/run/docker.sock", instance, Duration.ofSeconds(5), Duration.ofSeconds(60));
    }
}
