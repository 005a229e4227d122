package io.slipway.build.git;

import io.slipway.build.domain.BuildException;
import io.slipway.events.work.StepFailure.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Watches one fetch from a thread of its own and interrupts it when it takes too long or brings too much. JGit itself has no
 * limit for either; on a virtual thread an interrupt closes the socket that is being read.
 */
final class FetchGuard implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final Path directory;
    private final Duration timeout;
    private final long maxBytes;
    private final Thread fetching = Thread.currentThread();
    private final Thread watcher;
    private @Nullable BuildException reason;
    private boolean closed;

    FetchGuard(Path directory, Duration timeout, long maxBytes) {
        this.directory = directory;
        this.timeout = timeout;
        this.maxBytes = maxBytes;
        this.watcher = Thread.ofVirtual().name("slipway-fetch-guard").start(this::watch);
    }

    /** Why the fetch was interrupted, if this guard did it. */
    synchronized Optional<BuildException> reason() {
        return Optional.ofNullable(reason);
    }

    /** Throws if the fetch brought too much, which a fast one does before the watcher has looked. */
    void checkSize() {
        long size = size();
        if (size > maxBytes) {
            throw tooLarge(size);
        }
    }

    private void watch() {
        long end = System.nanoTime() + timeout.toNanos();
        while (!isClosed()) {
            LockSupport.parkNanos(INTERVAL.toNanos());
            if (System.nanoTime() - end > 0) {
                stop(new BuildException(
                        Reason.GIT_UNAVAILABLE,
                        "the repository could not be fetched within " + timeout.toSeconds() + " s"));
                return;
            }
            long size = size();
            if (size > maxBytes) {
                stop(tooLarge(size));
                return;
            }
        }
    }

    private BuildException tooLarge(long size) {
        return new BuildException(
                Reason.INVALID_SOURCE,
                "the repository is too large: " + size + " bytes were fetched, at most " + maxBytes + " are allowed");
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void stop(BuildException why) {
        if (!closed) {
            reason = why;
            fetching.interrupt();
        }
    }

    /** Bytes of the files that are there. A walk that gave up at a file that went away would take the rest for nothing. */
    private long size() {
        FileSizes sizes = new FileSizes();
        try {
            Files.walkFileTree(directory, sizes);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the size of a fetch cannot be told", e); // the visitor itself throws nothing
        }
        return sizes.total;
    }

    /** JGit and its probes of the file system write, move and remove files meanwhile: what is gone has no size. */
    private static final class FileSizes extends SimpleFileVisitor<Path> {

        /** A pack that is moved during the walk may be met at both places. */
        private final Set<Object> seen = new HashSet<>();

        private long total;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            Object key = attributes.fileKey();
            if (attributes.isRegularFile() && (key == null || seen.add(key))) {
                total += attributes.size();
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException problem) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException problem) {
            return FileVisitResult.CONTINUE;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        LockSupport.unpark(watcher);
        if (reason != null) {
            Thread.interrupted(); // it was meant for the fetch
        }
    }
}
