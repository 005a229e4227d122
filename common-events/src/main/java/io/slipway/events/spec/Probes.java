package io.slipway.events.spec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.slipway.events.Copies;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Readiness (gets traffic, counts as deployed) and liveness (is restarted when it fails); null = none. */
public record Probes(@Nullable Probe readiness, @Nullable Probe liveness) {

    /** Neither probe: a service counts as ready when its process runs. */
    public static final Probes NONE = new Probes(null, null);

    /** One probe with its timing, all in seconds, thresholds in consecutive results; meaning as in Kubernetes. */
    public record Probe(
            Check check,
            int initialDelaySeconds,
            int periodSeconds,
            int timeoutSeconds,
            int successThreshold,
            int failureThreshold) {

        public Probe {
            Copies.required(check, "check");
            periodSeconds = Math.max(1, periodSeconds);
            timeoutSeconds = Math.max(1, timeoutSeconds);
            successThreshold = Math.max(1, successThreshold);
            failureThreshold = Math.max(1, failureThreshold);
        }
    }

    /** What a probe does. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Check.Tcp.class, name = "TCP"),
        @JsonSubTypes.Type(value = Check.Http.class, name = "HTTP"),
        @JsonSubTypes.Type(value = Check.Exec.class, name = "EXEC"),
        @JsonSubTypes.Type(value = Check.Grpc.class, name = "GRPC")
    })
    public sealed interface Check {

        /** Succeeds when the port accepts a connection. */
        record Tcp(int port) implements Check {}

        /** Succeeds on a status from 200 to 399. */
        record Http(int port, String path, String scheme) implements Check {
            public Http {
                path = path == null || path.isBlank() ? "/" : path;
                scheme = scheme == null || scheme.isBlank() ? "HTTP" : scheme;
            }
        }

        /** Succeeds when the command inside the container exits with 0. */
        record Exec(List<String> command) implements Check {
            public Exec {
                command = Copies.list(command);
                if (command.isEmpty()) {
                    throw new IllegalArgumentException("'command' must have at least one element");
                }
            }
        }

        /** Succeeds when the gRPC health service answers SERVING; service null = the whole server. */
        record Grpc(int port, @Nullable String service) implements Check {}
    }
}
