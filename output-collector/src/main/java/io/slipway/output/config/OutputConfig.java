package io.slipway.output.config;

import io.slipway.runtime.RuntimeKind;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Settings of the output collector. */
@ConfigMapping(prefix = "slipway.output")
public interface OutputConfig {

    /** Where the jobs run whose outputs are read: {@code docker} or {@code kubernetes}; that of the whole installation. */
    @WithDefault("${slipway.runtime:docker}")
    RuntimeKind runtime();

    /** Runs that are harvested at once. */
    @WithDefault("8")
    int concurrency();

    /**
     * Ids of the clusters that this collector serves; none = all. Collectors that serve different clusters need different
     * consumer groups ({@code mp.messaging.connector.smallrye-kafka.group.id}).
     */
    Optional<Set<String>> clusters();

    /** How often reading is tried again while the container engine does not answer. */
    @WithDefault("8")
    int engineRetries();

    /** Before the first of these retries; doubles from try to try. */
    @WithDefault("500ms")
    Duration engineRetryDelay();

    /** The longest delay between these retries. */
    @WithDefault("15s")
    Duration engineMaxDelay();
}
