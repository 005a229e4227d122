package io.slipway.build.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;

/** A repository to clone from. */
public final class GitFixture implements AutoCloseable {

    private static final PersonIdent AUTHOR =
            new PersonIdent("Ada", "ada@example.org", Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    private final Git git;
    private final Path directory;

    private GitFixture(Git git, Path directory) {
        this.git = git;
        this.directory = directory;
    }

    /** An empty repository with the default branch {@code main}. */
    public static GitFixture init(Path directory) throws GitAPIException, IOException {
        IsolatedSystemReader.install();
        Files.createDirectories(directory);
        return new GitFixture(
                Git.init()
                        .setDirectory(directory.toFile())
                        .setInitialBranch("main")
                        .call(),
                directory);
    }

    public Repository repository() {
        return git.getRepository();
    }

    public Path directory() {
        return directory;
    }

    /** The address as a file URL. */
    public String url() {
        return "file://" + directory;
    }

    public GitFixture file(String path, String content) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return this;
    }

    public GitFixture executable(String path, String content) throws IOException {
        file(path, content);
        Files.setPosixFilePermissions(directory.resolve(path), PosixFilePermissions.fromString("rwxr-xr-x"));
        return this;
    }

    public GitFixture link(String path, String target) throws IOException {
        Files.createDirectories(directory.resolve(path).getParent());
        Files.createSymbolicLink(directory.resolve(path), Path.of(target));
        return this;
    }

    /** Commits everything; gives the commit's id. */
    public String commit(String message) throws GitAPIException {
        git.add().addFilepattern(".").call();
        return git.commit()
                .setMessage(message)
                .setAuthor(AUTHOR)
                .setCommitter(AUTHOR)
                .setSign(false)
                .call()
                .name();
    }

    public GitFixture branch(String name) throws GitAPIException {
        git.checkout().setCreateBranch(true).setName(name).call();
        return this;
    }

    public GitFixture checkout(String name) throws GitAPIException {
        git.checkout().setName(name).call();
        return this;
    }

    public GitFixture tag(String name) throws GitAPIException {
        git.tag()
                .setName(name)
                .setAnnotated(true)
                .setTagger(AUTHOR)
                .setMessage(name)
                .setSigned(false)
                .call();
        return this;
    }

    /** Puts a commit on {@code branch} whose only tree entry has a name that git itself would refuse. */
    public String commitEntry(String branch, String name, FileMode mode, String content) throws IOException {
        try (ObjectInserter inserter = repository().newObjectInserter()) {
            ObjectId object = FileMode.GITLINK.equals(mode)
                    ? ObjectId.fromString("1".repeat(40))
                    : inserter.insert(Constants.OBJ_BLOB, content.getBytes(StandardCharsets.UTF_8));
            TreeFormatter tree = new TreeFormatter();
            ObjectId dockerfile =
                    inserter.insert(Constants.OBJ_BLOB, "FROM scratch\n".getBytes(StandardCharsets.UTF_8));
            if (name.compareTo("Dockerfile") < 0) {
                tree.append(name.getBytes(StandardCharsets.UTF_8), 0, name.length(), mode, object);
            }
            tree.append("Dockerfile", FileMode.REGULAR_FILE, dockerfile);
            if (name.compareTo("Dockerfile") > 0) {
                tree.append(name.getBytes(StandardCharsets.UTF_8), 0, name.length(), mode, object);
            }
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(inserter.insert(tree));
            commit.setAuthor(AUTHOR);
            commit.setCommitter(AUTHOR);
            commit.setMessage("hostile");
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            RefUpdate update = repository().updateRef(Constants.R_HEADS + branch);
            update.setNewObjectId(id);
            update.forceUpdate();
            return id.name();
        }
    }

    @Override
    public void close() {
        git.close();
    }
}
