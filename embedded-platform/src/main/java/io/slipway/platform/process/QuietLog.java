package io.slipway.platform.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.logging.LogManager;

/** Lets libraries speak only when something is wrong. For programs, not for libraries and tests. */
public final class QuietLog {

    private QuietLog() {}

    /** Replaces this JVM's log settings. */
    public static void set() {
        try (InputStream settings = QuietLog.class.getResourceAsStream("logging.properties")) {
            LogManager.getLogManager().readConfiguration(settings);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the log settings", e);
        }
    }
}
