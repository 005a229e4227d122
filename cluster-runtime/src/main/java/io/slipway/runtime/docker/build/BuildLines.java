package io.slipway.runtime.docker.build;

import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The classic builder's output: puts the lines together out of pieces, and remembers the instruction that is being worked
 * on, so that a failure can name it.
 */
final class BuildLines {

    private static final int MAX_LINE = 16 * 1024;
    private static final Pattern STEP = Pattern.compile("Step (\\d+/\\d+) : (.*)");
    private static final Pattern EXIT_CODE = Pattern.compile("returned a non-zero code: (\\d+)");
    /** Colours and cursor movements. */
    private static final Pattern CONTROL =
            Pattern.compile("\u001b\\[[0-9;?]*[ -/]*[@-~]|[\\x00-\\x08\\x0b-\\x1f\\x7f]");

    private final Consumer<String> log;
    private final StringBuilder pending = new StringBuilder();
    private String instruction = "";

    BuildLines(Consumer<String> log) {
        this.log = log;
    }

    /** Takes a piece of output. */
    void add(String piece) {
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            if (c == '\n') {
                emit();
            } else if (c == '\r' && i + 1 < piece.length() && piece.charAt(i + 1) != '\n') {
                pending.setLength(0); // a progress line that is written over
            } else {
                pending.append(c);
                if (pending.length() >= MAX_LINE) {
                    emit();
                }
            }
        }
    }

    /** There is no more. */
    void finish() {
        if (!pending.isEmpty()) {
            emit();
        }
    }

    private void emit() {
        String line = CONTROL.matcher(pending).replaceAll("").stripTrailing();
        pending.setLength(0);
        Matcher step = STEP.matcher(line);
        if (step.matches()) {
            instruction = step.group(2);
        }
        if (!line.isEmpty()) {
            log.accept(line);
        }
    }

    /** What the engine's error means. */
    StepException failure(String message, @Nullable Integer code) {
        Matcher exit = EXIT_CODE.matcher(message);
        if (exit.find()) {
            return new StepException(
                    Reason.BUILD_FAILED,
                    "the command of the Dockerfile's instruction '" + instruction + "' failed with exit code "
                            + exit.group(1));
        }
        if (isFrom() && isUnavailable(message)) {
            return new StepException(
                    Reason.IMAGE_UNAVAILABLE,
                    "the base image of '" + instruction + "' is not on the engine and cannot be pulled: " + message);
        }
        if (message.toLowerCase(Locale.ROOT).contains("no space left on device")) {
            return new StepException(
                    Reason.RUNTIME_UNAVAILABLE, "the container engine has no space left for the build");
        }
        String where = instruction.isEmpty() ? "" : "the Dockerfile's instruction '" + instruction + "' failed: ";
        String exitCode = code == null || code == 0 ? "" : " (code " + code + ")";
        return new StepException(Reason.BUILD_FAILED, where + message + exitCode);
    }

    private boolean isFrom() {
        // Images are also pulled for COPY --from=image.
        String upper = instruction.toUpperCase(Locale.ROOT);
        return upper.startsWith("FROM ") || upper.contains("--FROM=");
    }

    private static boolean isUnavailable(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        return lower.contains("pull access denied")
                || lower.contains("manifest")
                || lower.contains("not found")
                || lower.contains("no such host")
                || lower.contains("no such image")
                || lower.contains("dial tcp")
                || lower.contains("i/o timeout")
                || lower.contains("connection refused")
                || lower.contains("request canceled")
                || lower.contains("unauthorized")
                || lower.contains("denied")
                || lower.contains("server misbehaving")
                || lower.contains("toomanyrequests")
                || lower.contains("tls")
                || lower.contains("x509")
                || lower.contains("proxyconnect")
                || lower.contains("unexpected http");
    }
}
