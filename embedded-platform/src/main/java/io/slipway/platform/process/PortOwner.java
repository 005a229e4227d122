package io.slipway.platform.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds out who listens on a port, from what Linux tells under {@code /proc}. */
public final class PortOwner {

    private static final String LISTEN = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final int COMMAND_LENGTH = 100;

    private PortOwner() {}

    /**
     * Process id and command of the process that listens on {@code port}.
     *
     * @return empty if it cannot be told: another user's process, or not Linux
     */
    public static Optional<String> of(int port) {
        Set<String> inodes = new HashSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try {
                inodes.addAll(listeningInodes(Files.readAllLines(Path.of(table)), port));
            } catch (IOException e) {
                // No such table: no process to be found in it.
            }
        }
        if (inodes.isEmpty()) {
            return Optional.empty();
        }
        return ProcessHandle.allProcesses()
                .filter(process -> holdsSocket(process.pid(), inodes))
                .findFirst()
                .map(process -> "process " + process.pid() + " (" + commandOf(process) + ")");
    }

    /** Inodes of the sockets that listen on {@code port} according to a table in the format of {@code /proc/net/tcp}. */
    static Set<String> listeningInodes(List<String> table, int port) {
        Set<String> inodes = new HashSet<>();
        String wanted = String.format(":%04X", port);
        for (String line : table) {
            String[] fields = line.strip().split("\\s+", -1);
            if (fields.length > INODE && fields[LOCAL_ADDRESS].endsWith(wanted) && fields[STATE].equals(LISTEN)) {
                inodes.add(fields[INODE]);
            }
        }
        return inodes;
    }

    private static boolean holdsSocket(long pid, Set<String> inodes) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return descriptors.anyMatch(descriptor -> isSocket(descriptor, inodes));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isSocket(Path descriptor, Set<String> inodes) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("socket:[") && inodes.contains(target.substring(8, target.length() - 1));
        } catch (IOException e) {
            return false;
        }
    }

    private static String commandOf(ProcessHandle process) {
        String command = process.info().commandLine().orElse("unknown command");
        return command.length() <= COMMAND_LENGTH ? command : command.substring(0, COMMAND_LENGTH) + "…";
    }
}
