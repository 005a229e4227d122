package io.slipway.platform.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts processes that outlive this one. */
public final class Daemons {

    private static final long ROTATE_AT_BYTES = 32L * 1024 * 1024;

    private Daemons() {}

    /**
     * Starts {@code command} in a session of its own, so that a Ctrl-C in the terminal does not reach it, and records it
     * in {@code pidFile}.
     *
     * @param environment added to this process' environment
     * @param log where its output goes; what an earlier process wrote there stays, once moved aside when large
     */
    public static Process start(
            List<String> command, Map<String, String> environment, Path directory, Path log, Path pidFile) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            rotate(log);
            List<String> whole = new ArrayList<>();
            onPath("setsid").ifPresent(setsid -> whole.add(setsid.toString()));
            whole.addAll(command);
            ProcessBuilder builder = new ProcessBuilder(whole)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            // Our own settings are no business of the process.
            builder.environment().remove("SLIPWAY_HOME");
            builder.environment().remove("SLIPWAY_PORT_BASE");
            builder.environment().putAll(environment);
            Process process = builder.start();
            RunningProcess.of(process.pid()).ifPresent(running -> running.record(pidFile));
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + command.getFirst(), e);
        }
    }

    /** The executable called {@code name} on the PATH. */
    public static Optional<Path> onPath(String name) {
        String path = System.getenv("PATH");
        if (path == null) {
            return Optional.empty();
        }
        for (String directory : path.split(File.pathSeparator, -1)) {
            Path candidate = Path.of(directory.isEmpty() ? "." : directory, name);
            if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static void rotate(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > ROTATE_AT_BYTES) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
