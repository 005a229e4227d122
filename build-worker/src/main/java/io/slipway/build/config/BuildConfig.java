package io.slipway.build.config;

import io.slipway.runtime.RuntimeKind;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Settings of builds. */
@ConfigMapping(prefix = "slipway.build")
public interface BuildConfig {

    /** What builds: {@code docker}, an engine, or {@code kubernetes}, BuildKit in pods of a cluster; that of the whole installation. */
    @WithDefault("${slipway.runtime:docker}")
    RuntimeKind runtime();

    /** Builds that this instance runs at once. */
    @WithDefault("4")
    int concurrency();

    /**
     * Ids of the clusters that this worker builds for; none = all. Workers that serve different clusters need different
     * consumer groups ({@code mp.messaging.connector.smallrye-kafka.group.id}).
     */
    Optional<Set<String>> clusters();

    /** What the names of images begin with; on Kubernetes, the registry of the settings comes before it. */
    @WithDefault("slipway")
    String imagePrefix();

    /** Where sources and build contexts are kept while they are needed; instances may share it. */
    @WithDefault("${java.io.tmpdir}/slipway-build")
    Path workDirectory();

    /** Largest build context in bytes, after {@code .dockerignore}. */
    @WithDefault("1073741824")
    long maxContextBytes();

    /** Lines of one build that are published; the rest is left out. */
    @WithDefault("20000")
    int maxLogLines();

    /** How often a build is tried again while the container engine does not answer. */
    @WithDefault("5")
    int engineRetries();

    /** Before the first of these retries; doubles from try to try. */
    @WithDefault("1s")
    Duration engineRetryDelay();

    /** The longest delay between these retries. */
    @WithDefault("15s")
    Duration engineMaxDelay();
}
