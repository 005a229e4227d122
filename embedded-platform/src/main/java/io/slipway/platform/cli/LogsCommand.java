package io.slipway.platform.cli;

import io.slipway.platform.process.PlatformException;
import io.slipway.platform.stack.Component;
import io.slipway.platform.stack.LogText;
import io.slipway.platform.terminal.Screen;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code slipway logs}. */
@Command(name = "logs", description = "Show the log of a component of the platform.")
final class LogsCommand implements Runnable {

    private static final long POLL_MILLIS = 200;

    @ParentCommand
    RootCommand root;

    @Spec
    CommandSpec spec;

    @Parameters(
            paramLabel = "SERVICE",
            completionCandidates = Labels.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    String service;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is written from now on.")
    boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "100",
            description = "How many lines to begin with (${DEFAULT-VALUE}).")
    int lines;

    @Option(names = "--raw", description = "As they are in the file: JSON.")
    boolean raw;

    @Override
    public void run() {
        Component component = Component.labelled(service)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "There is no component " + service + "; there are "
                                + Arrays.stream(Component.values())
                                        .map(Component::label)
                                        .collect(Collectors.joining(", "))
                                + "."));
        Path log = Session.of(root).installation().log(component);
        if (!Files.exists(log)) {
            throw new PlatformException(component.label() + " has no log yet (" + log + ").");
        }
        Screen screen = root.screen();
        try {
            long end = Files.size(log);
            LogText.tail(log, Math.max(0, lines)).forEach(line -> print(screen, line));
            if (follow) {
                follow(screen, log, end);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + log, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(Screen screen, Path log, long start) throws IOException, InterruptedException {
        long position = start;
        StringBuilder pending = new StringBuilder();
        while (true) {
            long size = Files.exists(log) ? Files.size(log) : 0;
            if (size < position) {
                // A new file has taken its place.
                position = 0;
                pending.setLength(0);
            }
            if (size > position) {
                try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
                    file.seek(position);
                    byte[] bytes = new byte[(int) Math.min(size - position, 1 << 20)];
                    file.readFully(bytes);
                    position += bytes.length;
                    pending.append(new String(bytes, StandardCharsets.UTF_8));
                }
                int newline = pending.indexOf("\n");
                while (newline >= 0) {
                    print(screen, pending.substring(0, newline));
                    pending.delete(0, newline + 1);
                    newline = pending.indexOf("\n");
                }
            } else {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        }
    }

    private void print(Screen screen, String line) {
        screen.line(raw ? line : LogText.readable(line));
    }

    /** For the help text. */
    static final class Labels implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Component.values()).map(Component::label).iterator();
        }
    }
}
