package io.slipway.platform.engine;

import io.slipway.platform.process.Daemons;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The machine that this runs on. */
final class LocalHost implements Host {

    private final Path state;
    private final EngineDaemons daemons;
    private final Map<String, String> environment;

    LocalHost(Path state, EngineDaemons daemons, Map<String, String> environment) {
        this.state = state;
        this.daemons = daemons;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    @Override
    public Map<String, String> release() {
        try {
            Path file = Path.of("/etc/os-release");
            return Files.exists(file) ? parse(Files.readAllLines(file)) : Map.of();
        } catch (IOException e) {
            return Map.of();
        }
    }

    /** Fields of an {@code os-release} file. */
    static Map<String, String> parse(List<String> lines) {
        Map<String, String> fields = new HashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals > 0 && !line.startsWith("#")) {
                fields.put(
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip().replaceAll("^[\"']|[\"']$", ""));
            }
        }
        return fields;
    }

    @Override
    public boolean has(String command) {
        return Daemons.onPath(command).isPresent();
    }

    @Override
    public boolean hasServiceManager() {
        return Files.isDirectory(Path.of("/run/systemd/system"));
    }

    @Override
    public int run(List<String> command, Map<String, String> variables) {
        try {
            Files.createDirectories(state);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            state.resolve("install.log").toFile()));
            builder.environment().putAll(variables);
            return builder.start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run " + command.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    @Override
    public Optional<Engine> engine() {
        return Engine.find(environment);
    }

    @Override
    public Engine startDaemons() {
        return daemons.start();
    }
}
