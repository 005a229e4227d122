package io.slipway.acceptance.support;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/** Local git repositories with a branch {@code main}. */
public final class GitRepository {

    private GitRepository() {}

    /**
     * Makes a repository with one commit of these files.
     *
     * @return its file URL
     */
    public static String create(Path directory, Map<String, String> files) throws IOException {
        Files.createDirectories(directory);
        try (Git git = Git.init()
                .setDirectory(directory.toFile())
                .setInitialBranch("main")
                .call()) {
            commit(git, files);
        } catch (GitAPIException e) {
            throw new IOException(e);
        }
        return directory.toUri().toString().replaceFirst("^file:/+", "file:///");
    }

    /** Adds a commit with these files to the repository at {@code url}. */
    public static void commit(String url, Map<String, String> files) throws IOException {
        try (Git git = open(url)) {
            commit(git, files);
        } catch (GitAPIException e) {
            throw new IOException(e);
        }
    }

    /** The id of the newest commit of the repository at {@code url}. */
    public static String head(String url) throws IOException {
        try (Git git = open(url)) {
            return git.getRepository().resolve("HEAD").name();
        }
    }

    private static Git open(String url) throws IOException {
        return Git.open(Path.of(URI.create(url)).toFile());
    }

    private static void commit(Git git, Map<String, String> files) throws IOException, GitAPIException {
        Path directory = git.getRepository().getWorkTree().toPath();
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
    }

    /** A Dockerfile of a web server whose build runs {@code command} first. */
    public static String dockerfile(String command) {
        return """
                FROM busybox:1.36
                RUN %s
                RUN mkdir -p /www && echo built > /www/index.html
                CMD ["/bin/sh", "-c", "trap 'exit 0' TERM; httpd -f -p 8080 -h /www & wait"]
                """.formatted(command);
    }
}
