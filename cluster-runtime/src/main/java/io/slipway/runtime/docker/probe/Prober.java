package io.slipway.runtime.docker.probe;

import io.slipway.events.spec.Probes.Check;
import io.slipway.events.spec.Probes.Probe;
import io.slipway.runtime.docker.DockerEngine;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Does one probe. Images may have neither shell nor tools, so everything but exec is asked from here, at the container's
 * address in its network. Blocks, at most for the probe's timeout (and the engine's, for exec).
 */
public final class Prober {

    private final HttpProbe http = new HttpProbe();
    private final ExecProbe exec;

    /** Probes containers of {@code engine}. */
    public Prober(DockerEngine engine) {
        this.exec = new ExecProbe(engine);
    }

    /**
     * Does the check of {@code probe} once.
     *
     * @param address of the container; null = it has none (yet)
     */
    public ProbeResult probe(String containerId, @Nullable String address, Probe probe) {
        Duration timeout = Duration.ofSeconds(probe.timeoutSeconds());
        if (probe.check() instanceof Check.Exec command) {
            return exec.probe(containerId, command, timeout);
        }
        if (address == null) {
            return ProbeResult.failed("the container has no address");
        }
        return switch (probe.check()) {
            case Check.Http check -> http.probe(address, check, timeout);
            case Check.Tcp check -> tcp(address, check.port(), timeout);
            case Check.Grpc check -> GrpcProbe.probe(address, check, timeout);
            case Check.Exec _ -> throw new IllegalStateException("done above");
        };
    }

    private static ProbeResult tcp(String address, int port, Duration timeout) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), (int) timeout.toMillis());
            return ProbeResult.succeeded("port " + port + " accepts connections");
        } catch (IOException e) {
            return ProbeResult.failed("port " + port + " does not accept connections: " + reason(e));
        }
    }

    static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
