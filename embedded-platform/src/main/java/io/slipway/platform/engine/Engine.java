package io.slipway.platform.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Docker-compatible engine that answers.
 *
 * @param host its address: {@code unix://…} or {@code tcp://…}
 */
public record Engine(String host) {

    /** The usual address. */
    public static final String DEFAULT_HOST = "unix:///var/run/docker.sock";

    private static final Duration PING_TIMEOUT = Duration.ofSeconds(5);

    /** The first engine that answers among those that {@code environment} and the system's habits suggest. */
    public static Optional<Engine> find(Map<String, String> environment) {
        return candidates(environment).stream()
                .filter(Engine::mayAnswer)
                .map(Engine::new)
                .filter(Engine::answers)
                .findFirst();
    }

    /** Where an engine may be: {@code DOCKER_HOST} alone if it is set, else Docker's and Podman's sockets. */
    static List<String> candidates(Map<String, String> environment) {
        String configured = environment.getOrDefault("DOCKER_HOST", "");
        if (!configured.isBlank()) {
            return List.of(configured);
        }
        List<String> candidates = new ArrayList<>(List.of(DEFAULT_HOST));
        String runtimeDirectory = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        if (!runtimeDirectory.isBlank()) {
            candidates.add("unix://" + runtimeDirectory + "/docker.sock");
            candidates.add("unix://" + runtimeDirectory + "/podman/podman.sock");
        }
        candidates.add("unix:///run/podman/podman.sock");
        return candidates;
    }

    /** Whether it answers within a few seconds. */
    public boolean answers() {
        try (DockerClient client = connect(PING_TIMEOUT)) {
            client.pingCmd().exec();
            return true;
        } catch (Exception e) {
            return false;
        }
    }

    /** A new connection without a limit for answers; the caller closes it. */
    public DockerClient connect() {
        return connect(Duration.ZERO);
    }

    private DockerClient connect(Duration responseTimeout) {
        DockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(host)
                .build();
        ZerodepDockerHttpClient.Builder http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .sslConfig(config.getSSLConfig())
                .connectionTimeout(PING_TIMEOUT);
        if (!responseTimeout.isZero()) {
            http.responseTimeout(responseTimeout);
        }
        return DockerClientImpl.getInstance(config, http.build());
    }

    private static boolean mayAnswer(String host) {
        String scheme = "unix://";
        return !host.startsWith(scheme) || Files.exists(Path.of(host.substring(scheme.length())));
    }
}
