package io.slipway.runtime.docker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The engine that the workers use. */
@ConfigMapping(prefix = "slipway.docker")
public interface DockerConfig {

    /** The engine's socket: {@code unix://…} or {@code tcp://…}. */
    @WithDefault("unix:///var/run/docker.sock")
    String host();

    /** Name of the installation; two installations on one engine have different ones. */
    @WithDefault("default")
    String instance();

    /** How long connecting may take. */
    @WithDefault("5s")
    Duration connectTimeout();

    /** How long a call may take that is answered at once; calls that last (builds, logs) have no limit here. */
    @WithDefault("60s")
    Duration responseTimeout();

    /** These values as a record. */
    default DockerSettings settings() {
        return new DockerSettings(host(), instance(), connectTimeout(), responseTimeout());
    }
}
