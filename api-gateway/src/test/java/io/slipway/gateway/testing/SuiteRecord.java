package io.slipway.gateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What has happened in one run of the suite: classes that were run, operations that were called. It is a file, as each
 * test application has class loaders of its own.
 */
public final class SuiteRecord {

    private static final Path FILE = Path.of("target", "suite-record.txt");
    private static final String CLASS = "class ";
    private static final String CALL = "call ";

    private SuiteRecord() {}

    static void begin() {
        try {
            Files.deleteIfExists(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void finished(String className) {
        append(CLASS + className);
    }

    static void called(String operation, int status) {
        append(CALL + operation + " " + status);
    }

    /** The names of the test classes that were run to their ends. */
    public static Set<String> classes() {
        Set<String> classes = new TreeSet<>();
        for (String line : lines()) {
            if (line.startsWith(CLASS)) {
                classes.add(line.substring(CLASS.length()));
            }
        }
        return classes;
    }

    /** The codes that each operation was answered with. */
    public static Map<String, Set<String>> calls() {
        Map<String, Set<String>> calls = new TreeMap<>();
        for (String line : lines()) {
            if (line.startsWith(CALL)) {
                String[] words = line.substring(CALL.length()).split(" ", -1);
                calls.computeIfAbsent(words[0], _ -> new TreeSet<>()).add(words[1]);
            }
        }
        return calls;
    }

    private static List<String> lines() {
        try {
            return Files.exists(FILE) ? Files.readAllLines(FILE) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void append(String line) {
        try {
            Files.createDirectories(FILE.toAbsolutePath().getParent());
            Files.writeString(FILE, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
