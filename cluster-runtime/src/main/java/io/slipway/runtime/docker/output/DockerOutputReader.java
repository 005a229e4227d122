package io.slipway.runtime.docker.output;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import io.slipway.events.work.JobFinished.OutputLocation;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.OutputReader;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.Labels;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Copies the file out of the finished container. The engine is first asked what there is: an archive that has begun is read
 * to its end even when it is closed, and a job may leave gigabytes. A symbolic link is not followed.
 */
public final class DockerOutputReader implements OutputReader, AutoCloseable {

    private static final Pattern CONTAINER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");
    private static final String STAT = "X-Docker-Container-Path-Stat";
    private static final String RUNTIME = "docker";
    private static final int NOT_FOUND = 404;
    private static final int OK = 200;

    private final DockerEngine engine;
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("slipway-output-", 0).daemon().factory());

    /** On {@code engine}, which it does not close. */
    public DockerOutputReader(DockerEngine engine) {
        this.engine = engine;
    }

    @Override
    public CompletionStage<OutputContent> read(OutputLocation location, int maxBytes) {
        if (!location.runtime().equals(RUNTIME)) {
            return CompletableFuture.failedStage(new StepException(
                    Reason.UNSUPPORTED, "this collector reads outputs on docker, not on " + location.runtime()));
        }
        CompletableFuture<OutputContent> result = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                result.complete(content(location, maxBytes));
            } catch (RuntimeException e) {
                result.completeExceptionally(engine.failure("Reading the job's output", e));
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private OutputContent content(OutputLocation location, int maxBytes) {
        if (!isOwnJob(location.reference())) {
            return new OutputContent.Gone();
        }
        try {
            Optional<PathStat> stat = stat(location);
            if (stat.isEmpty()) {
                // No such file, unless the container went away in between.
                return isOwnJob(location.reference()) ? new OutputContent.Absent() : new OutputContent.Gone();
            }
            if (!stat.get().kind().isEmpty()) {
                return new OutputContent.NotAFile(stat.get().kind());
            }
            return stat.get().size() > maxBytes
                    ? new OutputContent.TooLarge(stat.get().size())
                    : copy(location, maxBytes);
        } catch (NotFoundException _) {
            return new OutputContent.Gone();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isOwnJob(String containerId) {
        if (!CONTAINER.matcher(containerId).matches()) {
            return false;
        }
        try {
            InspectContainerResponse container =
                    engine.calls().inspectContainerCmd(containerId).exec();
            Map<String, String> labels = container.getConfig().getLabels();
            return labels != null
                    && engine.instance().equals(labels.get(Labels.INSTANCE))
                    && Labels.ROLE_JOB.equals(labels.get(Labels.ROLE));
        } catch (NotFoundException _) {
            return false;
        }
    }

    /** The client library has no command for this call. */
    private Optional<PathStat> stat(OutputLocation location) throws IOException {
        DockerHttpClient http = Objects.requireNonNull(((DockerClientImpl) engine.calls()).getHttpClient());
        DockerHttpClient.Request request = DockerHttpClient.Request.builder()
                .method("HEAD")
                .path("/containers/" + location.reference() + "/archive?path="
                        + URLEncoder.encode(location.path(), StandardCharsets.UTF_8))
                .build();
        try (DockerHttpClient.Response response = http.execute(request)) {
            if (response.getStatusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            String header = response.getHeader(STAT);
            if (response.getStatusCode() != OK || header == null) {
                throw new IOException(
                        "the engine answered " + response.getStatusCode() + " to a question about " + location.path());
            }
            return Optional.of(PathStat.parse(header));
        }
    }

    private OutputContent copy(OutputLocation location, int maxBytes) throws IOException {
        try (InputStream archive = engine.calls()
                        .copyArchiveFromContainerCmd(location.reference(), location.path())
                        .exec();
                TarArchiveInputStream tar = new TarArchiveInputStream(archive)) {
            TarArchiveEntry entry = tar.getNextEntry();
            if (entry == null || !entry.isFile() || entry.getSize() > maxBytes) {
                throw new IOException("the file changed while it was read");
            }
            byte[] content = tar.readNBytes(maxBytes);
            if (content.length != entry.getSize()) {
                throw new IOException("the engine sent " + content.length + " of " + entry.getSize() + " bytes");
            }
            return new OutputContent.Found(content);
        }
    }

    /** Ends the threads. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
