package io.slipway.platform.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A process as recorded in a file: its id and when it started. Ids are reused by the system, so the id alone does not
 * say that the process is still the one that was recorded; id and start time together do.
 *
 * @param pid process id
 * @param startedAt start time as the system reports it, to the millisecond
 */
public record RunningProcess(long pid, Instant startedAt) {

    /**
     * The process {@code pid} as it is now.
     *
     * @return empty if there is none, or if the system does not tell when it started
     */
    public static Optional<RunningProcess> of(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle ->
                        handle.info().startInstant().map(started -> new RunningProcess(handle.pid(), started)));
    }

    /** What {@link #record} wrote to {@code file}; empty if there is no such file or it is not one of ours. */
    public static Optional<RunningProcess> recordedIn(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() < 2) {
                return Optional.empty();
            }
            return Optional.of(new RunningProcess(
                    Long.parseLong(lines.get(0).strip()),
                    Instant.ofEpochMilli(Long.parseLong(lines.get(1).strip()))));
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /** Writes this process to {@code file} as two lines, id and start time; a reader never sees half of it. */
    public void record(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path whole = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(whole, pid + "\n" + startedAt.toEpochMilli() + "\n");
            try {
                Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    /** The process, if it still runs and is the one that was recorded. */
    public Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isSameProcess);
    }

    /** Whether the recorded process still runs. */
    public boolean isAlive() {
        return handle().isPresent();
    }

    private boolean isSameProcess(ProcessHandle handle) {
        return handle.info()
                .startInstant()
                .map(started -> started.toEpochMilli() == startedAt.toEpochMilli())
                .orElse(false);
    }
}
