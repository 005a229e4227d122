package io.slipway.acceptance.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/** A local git repository with one commit on {@code main}. */
public final class GitRepository {

    private GitRepository() {}

    /**
     * Makes a repository with these files.
     *
     * @return its file URL
     */
    public static String create(Path directory, Map<String, String> files) throws IOException {
        Files.createDirectories(directory);
        try (Git git = Git.init()
                .setDirectory(directory.toFile())
                .setInitialBranch("main")
                .call()) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = directory.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
            git.add().addFilepattern(".").call();
            git.commit()
                    .setMessage("Everything")
                    .setAuthor("Test", "test@example.org")
                    .setCommitter("Test", "test@example.org")
                    .setSign(false)
                    .call();
        } catch (GitAPIException e) {
            throw new IOException(e);
        }
        return directory.toUri().toString().replaceFirst("^file:/+", "file:///");
    }

    /** A Dockerfile of a web server whose build runs {@code command} first. */
    public static String dockerfile(String command) {
        return """
                FROM busybox:1.36
                RUN %s
                RUN mkdir -p /www && echo built > /www/index.html
                CMD ["httpd", "-f", "-p", "8080", "-h", "/www"]
                """.formatted(command);
    }
}
