package io.slipway.platform.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * A process as recorded in a file: its id and what tells it from others that get the same id later.
 *
 * @param pid process id
 * @param birth when it began: on Linux the boot's id and the clock ticks since then, which no change of the system's
 *     clock moves; elsewhere its start time
 */
public record RunningProcess(long pid, String birth) {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final int STARTTIME_AFTER_COMMAND = 19;

    /** The process {@code pid} as it is now; empty if there is none. */
    public static Optional<RunningProcess> of(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(RunningProcess::birthOf)
                .map(birth -> new RunningProcess(pid, birth));
    }

    /** What {@link #record} wrote to {@code file}; empty if there is no such file or it is not one of ours. */
    public static Optional<RunningProcess> recordedIn(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() < 2) {
                return Optional.empty();
            }
            return Optional.of(new RunningProcess(
                    Long.parseLong(lines.get(0).strip()), lines.get(1).strip()));
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /** Writes this process to {@code file}, id first; a reader never sees half of it. */
    public void record(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path whole = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(whole, pid + "\n" + birth + "\n");
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
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> birthOf(process).filter(birth::equals).isPresent());
    }

    /** Whether the recorded process still runs. */
    public boolean isAlive() {
        return handle().isPresent();
    }

    private static Optional<String> birthOf(ProcessHandle process) {
        if (Files.isReadable(BOOT_ID)) {
            try {
                String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
                return Optional.of(Files.readString(BOOT_ID).strip() + " " + startTicks(stat));
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        return process.info().startInstant().map(started -> Long.toString(started.toEpochMilli()));
    }

    /** Field 22 of {@code /proc/<pid>/stat}. The command, field 2, is in parentheses and may hold any character. */
    static String startTicks(String stat) {
        String afterCommand = stat.substring(stat.lastIndexOf(')') + 1).strip();
        return afterCommand.split("\\s+", -1)[STARTTIME_AFTER_COMMAND];
    }
}
