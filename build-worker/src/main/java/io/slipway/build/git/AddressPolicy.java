package io.slipway.build.git;

import io.slipway.build.domain.BuildException;
import io.slipway.build.domain.source.GitUrl;
import io.slipway.events.work.StepFailure.Reason;
import java.io.IOException;
import java.nio.file.Path;

/** Which addresses this installation allows. */
final class AddressPolicy {

    private final GitSettings settings;

    AddressPolicy(GitSettings settings) {
        this.settings = settings;
    }

    /** The address to connect to: {@code url}, or the real path of an allowed directory. */
    String check(GitUrl url) {
        return switch (url.scheme()) {
            case HTTP, HTTPS, SSH -> url.address();
            case GIT -> {
                if (!settings.allowGitProtocol()) {
                    throw new BuildException(
                            Reason.INVALID_SOURCE,
                            "git:// addresses are neither encrypted nor authenticated and not allowed here"
                                    + " (slipway.git.allow-git-protocol); use https:// or ssh://");
                }
                yield url.address();
            }
            case FILE -> allowedFile(Path.of(url.address())).toString();
        };
    }

    private Path allowedFile(Path path) {
        if (settings.allowedFileRoots().isEmpty()) {
            throw new BuildException(
                    Reason.INVALID_SOURCE,
                    "file addresses are not allowed here: the operator can allow directories with"
                            + " slipway.git.allowed-file-roots");
        }
        // One answer for what does not exist and what is not allowed: the machine's files are nobody's business.
        BuildException refused = new BuildException(
                Reason.INVALID_SOURCE,
                "'" + path + "' is not a directory below those that the operator allows"
                        + " (slipway.git.allowed-file-roots)");
        try {
            Path real = path.toRealPath();
            for (Path root : settings.allowedFileRoots()) {
                if (root.toFile().exists()
                        && real.startsWith(root.toRealPath())
                        && real.toFile().isDirectory()) {
                    return real;
                }
            }
        } catch (IOException _) {
            throw refused;
        }
        throw refused;
    }
}
