package io.slipway.build.app;

import io.slipway.build.domain.dockerfile.IgnoreRules;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes a build context as a tar file. */
public interface ContextArchive {

    /**
     * Writes what is below {@code root}, without {@code .git} and without what the rules leave out.
     *
     * @throws io.slipway.build.domain.BuildException ({@code INVALID_SOURCE}) if it is larger than {@code maxBytes} or
     *     holds paths that no file system should see
     */
    Summary write(Checkout checkout, Content content, Path target, long maxBytes) throws IOException;

    /**
     * What to write.
     *
     * @param root the directory that becomes the top of the context
     * @param dockerfile its path in the context; kept whatever the rules say
     * @param dockerfileText null = the Dockerfile is a file of the context; otherwise it is added with this text, where
     *     no {@code COPY} sees it
     * @param ignoreFile text of the {@code .dockerignore} in the context; null = none
     */
    record Content(
            String root,
            String dockerfile,
            @Nullable String dockerfileText,
            @Nullable String ignoreFile,
            IgnoreRules rules) {}

    /**
     * What was written.
     *
     * @param submodules paths of submodules, which stay empty
     */
    record Summary(long files, long bytes, java.util.List<String> submodules) {}
}
