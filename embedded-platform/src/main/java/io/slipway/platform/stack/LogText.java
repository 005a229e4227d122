package io.slipway.platform.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads the services' logs, which are JSON lines, for people. */
public final class LogText {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TIME_START = "2026-01-01T".length();
    private static final int TIME_END = "2026-01-01T00:00:00.000".length();
    private static final long TAIL_BYTES = 2L * 1024 * 1024;

    private LogText() {}

    /** One line of a log as people read it: time, level, message, environment, first lines of an exception. */
    public static String readable(String line) {
        if (!line.startsWith("{")) {
            return line;
        }
        try {
            JsonNode entry = JSON.readTree(line);
            if (!entry.has("message")) {
                return line;
            }
            String timestamp = entry.path("timestamp").asText("");
            String time = timestamp.length() >= TIME_END ? timestamp.substring(TIME_START, TIME_END) : timestamp;
            StringBuilder text = new StringBuilder(time)
                    .append(' ')
                    .append(String.format("%-5s", entry.path("level").asText("")))
                    .append(' ')
                    .append(entry.path("message").asText());
            String deployment = entry.path("mdc").path("deploymentId").asText("");
            if (!deployment.isEmpty()) {
                text.append("  [deployment ").append(deployment).append(']');
            }
            JsonNode exception = entry.path("exception");
            if (exception.isObject()) {
                text.append("\n    ")
                        .append(exception.path("exceptionType").asText("exception"))
                        .append(": ")
                        .append(exception.path("message").asText(""));
            }
            String trace = entry.path("stackTrace").asText("");
            trace.lines().limit(12).forEach(frame -> text.append("\n    ").append(frame.strip()));
            return text.toString();
        } catch (JsonProcessingException e) {
            return line;
        }
    }

    /** The last {@code count} lines of {@code log}, as they are in the file. */
    public static List<String> tail(Path log, int count) {
        if (!Files.exists(log)) {
            return List.of();
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long start = Math.max(0, file.length() - TAIL_BYTES);
            file.seek(start);
            byte[] bytes = new byte[(int) (file.length() - start)];
            file.readFully(bytes);
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return lines.subList(Math.max(0, lines.size() - count), lines.size());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + log, e);
        }
    }
}
