package io.slipway.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of status streams. */
@ConfigMapping(prefix = "slipway.stream")
public interface StreamConfig {

    /** How often a stream on which nothing changes shows that it is alive. */
    @WithDefault("15s")
    Duration heartbeat();
}
