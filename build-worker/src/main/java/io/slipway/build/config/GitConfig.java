package io.slipway.build.config;

import io.slipway.build.git.GitSettings.HostKeys;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How repositories are read. */
@ConfigMapping(prefix = "slipway.git")
public interface GitConfig {

    /** Directories below which {@code file://} addresses may point; none = no such addresses. */
    Optional<List<Path>> allowedFileRoots();

    /** Whether {@code git://} addresses, which are neither encrypted nor authenticated, may be used. */
    @WithDefault("false")
    boolean allowGitProtocol();

    /** For all of one fetch. */
    @WithDefault("10m")
    Duration timeout();

    /** How long a server may stay silent. */
    @WithDefault("30s")
    Duration idleTimeout();

    /** How many bytes one fetch may bring. */
    @WithDefault("2147483648")
    long maxRepositoryBytes();

    /** Commits of a branch to fetch where a server does not give a commit directly, before all are fetched. */
    @WithDefault("100")
    int deepenTo();

    /** Keys of ssh servers: {@code accept-new}, {@code strict} or {@code accept-any}. */
    @WithDefault("accept-new")
    HostKeys hostKeys();

    /** File with the keys of ssh servers, in OpenSSH's format; by default {@code known_hosts} in the work directory. */
    Optional<Path> knownHosts();
}
