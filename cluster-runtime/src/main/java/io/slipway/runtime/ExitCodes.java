package io.slipway.runtime;

import java.util.Map;

/** What exit codes mean, for people and programs. */
public final class ExitCodes {

    private static final int BY_SIGNAL = 128;
    private static final int LAST_SIGNAL = 64;

    private static final Map<Integer, String> KNOWN = Map.of(
            126, "ended with exit code 126 (its command cannot be executed)",
            127, "ended with exit code 127 (its command was not found)",
            134, "gave up (exit code 134, SIGABRT)",
            137, "was killed (exit code 137, SIGKILL)",
            139, "crashed (exit code 139, segmentation fault)",
            143, "was terminated (exit code 143, SIGTERM)");

    private ExitCodes() {}

    /** What a process with this exit code did: the rest of a sentence that begins with its name. */
    public static String description(int exitCode) {
        return KNOWN.getOrDefault(exitCode, "ended with exit code " + exitCode);
    }

    /** The signal that ended the process; 0 = none. */
    public static int signal(int exitCode) {
        return exitCode > BY_SIGNAL && exitCode <= BY_SIGNAL + LAST_SIGNAL ? exitCode - BY_SIGNAL : 0;
    }
}
