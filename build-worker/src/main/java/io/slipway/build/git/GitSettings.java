package io.slipway.build.git;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How repositories are read.
 *
 * @param allowedFileRoots directories below which file addresses may point; none = no file addresses
 * @param allowGitProtocol whether {@code git://} addresses are allowed
 * @param timeout for all of one fetch
 * @param idleTimeout how long a server may stay silent
 * @param maxRepositoryBytes how much one fetch may bring
 * @param deepenTo commits of a branch that are fetched when a server does not give a commit directly
 * @param hostKeys what becomes of the keys of ssh servers
 * @param knownHosts file with the keys of ssh servers
 */
public record GitSettings(
        List<Path> allowedFileRoots,
        boolean allowGitProtocol,
        Duration timeout,
        Duration idleTimeout,
        long maxRepositoryBytes,
        int deepenTo,
        HostKeys hostKeys,
        Path knownHosts) {

    public GitSettings {
        allowedFileRoots = List.copyOf(allowedFileRoots);
    }

    /** What becomes of the keys of ssh servers. */
    public enum HostKeys {
        /** A server seen for the first time is trusted and its key kept; a key that changes is refused. */
        ACCEPT_NEW,
        /** Only keys that are in the file are trusted. */
        STRICT,
        /** Every key is trusted: whoever is in between can read the sources. */
        ACCEPT_ANY
    }
}
