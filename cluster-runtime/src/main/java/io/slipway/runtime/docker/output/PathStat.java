package io.slipway.runtime.docker.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;

/**
 * What is at a path of a container, as the engine's header {@code X-Docker-Container-Path-Stat} tells it.
 *
 * @param mode bits of Go's {@code os.FileMode}
 */
record PathStat(long size, long mode) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long DIRECTORY = 1L << 31;
    private static final long LINK = 1L << 27;
    private static final long DEVICE = 1L << 26;
    private static final long PIPE = 1L << 25;
    private static final long SOCKET = 1L << 24;
    private static final long IRREGULAR = 1L << 19;

    static PathStat parse(String header) throws IOException {
        JsonNode stat = JSON.readTree(Base64.getDecoder().decode(header));
        return new PathStat(stat.path("size").asLong(), stat.path("mode").asLong());
    }

    /** What it is, for messages; empty for a file. */
    String kind() {
        if ((mode & DIRECTORY) != 0) {
            return "a directory";
        }
        if ((mode & LINK) != 0) {
            return "a symbolic link";
        }
        if ((mode & PIPE) != 0) {
            return "a named pipe";
        }
        if ((mode & DEVICE) != 0) {
            return "a device";
        }
        return (mode & (SOCKET | IRREGULAR)) != 0 ? "neither a file nor a directory" : "";
    }
}
