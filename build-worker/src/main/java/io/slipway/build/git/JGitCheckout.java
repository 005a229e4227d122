package io.slipway.build.git;

import io.slipway.build.app.Checkout;
import io.slipway.build.domain.BuildException;
import io.slipway.build.domain.source.SourceTree;
import io.slipway.events.work.StepFailure.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;

/** One commit's files, out of the object database. */
final class JGitCheckout implements Checkout {

    private static final int MAX_LINK_TARGET = 4096;

    private final Repository repository;
    private final ObjectReader reader;
    private final RevCommit commit;

    JGitCheckout(Repository repository, RevCommit commit) {
        this.repository = repository;
        this.reader = repository.newObjectReader();
        this.commit = commit;
    }

    @Override
    public String commit() {
        return commit.name();
    }

    @Override
    public Instant committedAt() {
        return Instant.ofEpochSecond(commit.getCommitTime());
    }

    @Override
    public Optional<Node> node(String path) {
        if (path.isEmpty()) {
            return Optional.of(new Node.Directory());
        }
        try (TreeWalk walk = TreeWalk.forPath(reader, path, commit.getTree())) {
            return walk == null ? Optional.empty() : Optional.of(node(walk));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> names(String directory) {
        List<String> names = new ArrayList<>();
        try (TreeWalk walk = new TreeWalk(reader)) {
            if (node(directory).filter(Node.Directory.class::isInstance).isEmpty()) {
                return List.of();
            }
            walk.addTree(tree(directory));
            while (walk.next()) {
                names.add(walk.getNameString());
            }
            return names.stream().sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String treeId(String directory) {
        try {
            return tree(directory).name();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String text(String path, int maxBytes) {
        try (TreeWalk walk = TreeWalk.forPath(reader, path, commit.getTree())) {
            if (walk == null) {
                throw new IllegalArgumentException("there is no '" + path + "'");
            }
            ObjectLoader file = reader.open(walk.getObjectId(0));
            if (file.getSize() > maxBytes) {
                throw new BuildException(
                        Reason.INVALID_SOURCE,
                        "the file '" + path + "' has " + file.getSize() + " bytes; at most " + maxBytes
                                + " are allowed for it");
            }
            return new String(file.getCachedBytes(maxBytes), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void walk(String directory, Visitor visitor) throws IOException {
        try (TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(tree(directory));
            while (walk.next()) {
                visitor.visit(new WalkedEntry(walk));
                if (walk.isSubtree()) {
                    walk.enterSubtree();
                }
            }
        }
    }

    private ObjectId tree(String directory) throws IOException {
        if (directory.isEmpty()) {
            return commit.getTree();
        }
        try (TreeWalk walk = TreeWalk.forPath(reader, directory, commit.getTree())) {
            if (walk == null || !FileMode.TREE.equals(walk.getRawMode(0))) {
                throw new IllegalArgumentException("there is no directory '" + directory + "'");
            }
            return walk.getObjectId(0);
        }
    }

    private SourceTree.Node node(TreeWalk walk) throws IOException {
        int mode = walk.getRawMode(0);
        if (FileMode.TREE.equals(mode)) {
            return new Node.Directory();
        }
        if (FileMode.SYMLINK.equals(mode)) {
            byte[] target = reader.open(walk.getObjectId(0)).getCachedBytes(MAX_LINK_TARGET);
            return new Node.Link(new String(target, StandardCharsets.UTF_8));
        }
        return FileMode.GITLINK.equals(mode) ? new Node.Submodule() : new Node.File();
    }

    @Override
    public void close() {
        reader.close();
        repository.close();
    }

    /** What the walk stands at; valid until it goes on. */
    private final class WalkedEntry implements Entry {

        private final TreeWalk walk;

        private WalkedEntry(TreeWalk walk) {
            this.walk = walk;
        }

        @Override
        public String path() {
            return walk.getPathString();
        }

        @Override
        public Node node() {
            try {
                return JGitCheckout.this.node(walk);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean executable() {
            return FileMode.EXECUTABLE_FILE.equals(walk.getRawMode(0));
        }

        @Override
        public long size() {
            try {
                return reader.getObjectSize(walk.getObjectId(0), org.eclipse.jgit.lib.Constants.OBJ_BLOB);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public InputStream open() throws IOException {
            return reader.open(walk.getObjectId(0)).openStream();
        }
    }
}
