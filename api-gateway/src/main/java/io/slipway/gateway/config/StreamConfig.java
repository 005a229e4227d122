package io.slipway.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of streams and sockets. */
@ConfigMapping(prefix = "slipway.stream")
public interface StreamConfig {

    /** How often a stream or socket on which nothing changes shows that it is alive. */
    @WithDefault("15s")
    Duration heartbeat();

    /** A socket whose client has not been heard of for so long, pings included, is closed. */
    @WithDefault("2m")
    Duration patience();

    /** How often the log of a service is asked for anew while somebody reads it. Without that it ends after three times this. */
    @WithDefault("20s")
    Duration logRenewal();
}
