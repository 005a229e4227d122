package io.slipway.build.files;

import io.slipway.build.app.Workspaces;
import io.slipway.events.work.StepRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Directories of builds below one work directory that several instances may share.
 *
 * <p>Every instance has a directory of its own and holds a lock on a file beside it for as long as it lives; the lock goes
 * with its process, however that ends. At its start an instance removes the directories of those whose lock is free. It
 * does so, and takes its own lock, while it holds the guard: so no instance mistakes a beginning one for a dead one.
 */
public final class TemporaryWorkspaces implements Workspaces, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(TemporaryWorkspaces.class);
    private static final String PREFIX = "instance-";
    private static final String LOCK_SUFFIX = ".lock";
    /** Lock files of instances in this process. Opening and closing one again would give up its lock. */
    private static final Set<Path> IN_THIS_PROCESS = new HashSet<>();

    private final Path own;
    private final Path lockFile;
    private final FileChannel lockChannel;

    private TemporaryWorkspaces(Path own, Path lockFile, FileChannel lockChannel) {
        this.own = own;
        this.lockFile = lockFile;
        this.lockChannel = lockChannel;
    }

    /** Removes what dead instances left below {@code directory} and takes a place there. */
    public static TemporaryWorkspaces in(Path directory) throws IOException {
        Path workDirectory = Files.createDirectories(directory).toRealPath();
        synchronized (IN_THIS_PROCESS) {
            try (FileChannel guard = open(workDirectory.resolve("guard.lock"));
                    FileLock _ = guard.lock()) {
                removeLeftovers(workDirectory);
                String name = PREFIX + UUID.randomUUID();
                Path lockFile = workDirectory.resolve(name + LOCK_SUFFIX);
                FileChannel channel = open(lockFile);
                channel.lock();
                IN_THIS_PROCESS.add(lockFile);
                Path own = Files.createDirectory(
                        workDirectory.resolve(name),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                return new TemporaryWorkspaces(own, lockFile, channel);
            }
        }
    }

    @Override
    public Workspace open(StepRef step) throws IOException {
        Path directory = Files.createTempDirectory(own, "attempt-" + step.attempt() + "-");
        return new Workspace() {
            @Override
            public Path directory() {
                return directory;
            }

            @Override
            public void close() {
                delete(directory);
            }
        };
    }

    @Override
    public void close() throws IOException {
        delete(own);
        synchronized (IN_THIS_PROCESS) {
            Files.deleteIfExists(lockFile);
            lockChannel.close();
            IN_THIS_PROCESS.remove(lockFile);
        }
    }

    private static void removeLeftovers(Path workDirectory) throws IOException {
        for (Path file : list(workDirectory)) {
            String name = file.getFileName().toString();
            if (!name.startsWith(PREFIX)) {
                continue;
            }
            if (name.endsWith(LOCK_SUFFIX)) {
                if (!IN_THIS_PROCESS.contains(file)) {
                    removeIfDead(file);
                }
            } else if (!Files.exists(file.resolveSibling(name + LOCK_SUFFIX))) {
                delete(file);
            }
        }
    }

    private static void removeIfDead(Path lockFile) throws IOException {
        try (FileChannel channel = open(lockFile);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                String name = lockFile.getFileName().toString();
                Path directory = lockFile.resolveSibling(name.substring(0, name.length() - LOCK_SUFFIX.length()));
                LOG.infof("Removing what a dead instance left: %s", directory);
                delete(directory);
                Files.deleteIfExists(lockFile);
            }
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** Deletes a tree without following links; what cannot be deleted is logged, not thrown. */
    private static void delete(Path directory) {
        try {
            Files.walkFileTree(directory, new Deletion());
        } catch (NoSuchFileException _) {
            // gone already
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf(e, "Cannot remove %s", directory);
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
