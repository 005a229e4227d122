package io.slipway.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.slipway.events.work.StepFailure;
import io.slipway.kit.work.StepException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The connection to one Docker Engine.
 *
 * <p>There are two clients because a response timeout that suits short calls would end those that last: image builds,
 * pulls, logs, events and waiting.
 */
public final class DockerEngine implements AutoCloseable {

    private static final int MAX_CONNECTIONS = 200;

    private final DockerSettings settings;
    private final DockerClient calls;
    private final DockerClient streams;

    private DockerEngine(DockerSettings settings) {
        this.settings = settings;
        this.calls = client(settings, settings.responseTimeout());
        this.streams = client(settings, null);
    }

    /** Prepares a connection; nothing is sent yet. */
    public static DockerEngine connect(DockerSettings settings) {
        return new DockerEngine(settings);
    }

    /** For calls that are answered at once. */
    public DockerClient calls() {
        return calls;
    }

    /** For calls that last. */
    public DockerClient streams() {
        return streams;
    }

    /** The installation whose containers these are, see {@link Labels#INSTANCE}. */
    public String instance() {
        return settings.instance();
    }

    /** How the engine is reached. */
    public DockerSettings settings() {
        return settings;
    }

    /** Whether the engine answers; blocks for at most the timeouts of the settings. */
    public boolean answers() {
        try {
            calls.pingCmd().exec();
            return true;
        } catch (RuntimeException _) {
            return false;
        }
    }

    /** What an error of the engine means for a step. Errors that are about the step's own content are not for here. */
    public StepException failure(String doing, RuntimeException e) {
        if (e instanceof StepException step) {
            return step;
        }
        String what = e instanceof DockerException
                ? "the container engine refused: "
                : "the container engine at " + settings.host() + " does not answer: ";
        return new StepException(
                new StepFailure(StepFailure.Reason.RUNTIME_UNAVAILABLE, doing + ": " + what + message(e)));
    }

    /** The engine's own words in an exception, without the HTTP envelope. */
    public static String message(Throwable e) {
        String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return text.replaceFirst("^Status \\d+: ", "")
                .replaceFirst("^\\{\"message\":\"(.*)\"}\\s*$", "$1")
                .strip();
    }

    @Override
    public void close() {
        try (calls;
                streams) {
            // both, whatever the first throws
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DockerClient client(DockerSettings settings, @Nullable Duration responseTimeout) {
        DockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(settings.host())
                .build();
        return DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .sslConfig(config.getSSLConfig())
                        .maxConnections(MAX_CONNECTIONS)
                        .connectionTimeout(settings.connectTimeout())
                        .responseTimeout(responseTimeout)
                        .build());
    }
}
