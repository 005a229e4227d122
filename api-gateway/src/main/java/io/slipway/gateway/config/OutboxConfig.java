package io.slipway.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the outbox is emptied. */
@ConfigMapping(prefix = "slipway.outbox")
public interface OutboxConfig {

    /** Records sent in one transaction at most. */
    @WithDefault("200")
    int batchSize();

    /** How often the outbox is looked at when no notification arrives, and the pause after a failure. */
    @WithDefault("1s")
    Duration pollInterval();
}
