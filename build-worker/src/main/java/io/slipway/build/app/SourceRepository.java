package io.slipway.build.app;

import io.slipway.build.domain.source.GitUrl;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Gets one commit of a repository. */
public interface SourceRepository {

    /**
     * Fetches a commit into {@code directory}; blocks until it is there or the thread is interrupted.
     *
     * @throws io.slipway.build.domain.BuildException {@code GIT_UNAVAILABLE} if repository, branch or commit cannot be
     *     read; {@code INVALID_SOURCE} if the address is not allowed
     */
    Checkout fetch(Request request, Path directory) throws InterruptedException;

    /**
     * What to get.
     *
     * @param branch a branch or tag; null = the default branch
     * @param commit null = the head of the branch
     * @param login null = anonymous
     */
    record Request(
            GitUrl url,
            @Nullable String branch,
            @Nullable String commit,
            @Nullable Login login) {}

    /**
     * Who connects.
     *
     * @param username may be empty
     * @param secret token, password or private key, in plain text
     */
    record Login(String username, String secret) {

        @Override
        public String toString() {
            return "Login[" + username + "]";
        }
    }
}
