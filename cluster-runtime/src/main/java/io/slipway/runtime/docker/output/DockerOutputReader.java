package io.slipway.runtime.docker.output;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import io.slipway.events.work.JobFinished.OutputLocation;
import io.slipway.runtime.OutputReader;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.Labels;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Copies the file out of the finished container. The engine sends an archive whose first entry tells what is there and how
 * large it is, so that nothing has to be read of what is too large or no file; a symbolic link is not followed.
 */
@ApplicationScoped
public class DockerOutputReader implements OutputReader {

    private final DockerEngine engine;
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("slipway-output-", 0).daemon().factory());

    public DockerOutputReader(DockerEngine engine) {
        this.engine = engine;
    }

    @Override
    public CompletionStage<OutputContent> read(OutputLocation location, int maxBytes) {
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
        try (InputStream archive = engine.calls()
                .copyArchiveFromContainerCmd(location.reference(), location.path())
                .exec()) {
            return firstEntry(archive, maxBytes);
        } catch (NotFoundException _) {
            // No such file, unless the container went away in between.
            return isOwnJob(location.reference()) ? new OutputContent.Absent() : new OutputContent.Gone();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isOwnJob(String containerId) {
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

    // The archive's stream is closed by the caller; this one would read the rest first.
    @SuppressWarnings("resource")
    private static OutputContent firstEntry(InputStream archive, int maxBytes) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(archive);
        TarArchiveEntry entry = tar.getNextEntry();
        if (entry == null) {
            return new OutputContent.Absent();
        }
        if (entry.isDirectory()) {
            return new OutputContent.NotAFile("a directory");
        }
        if (entry.isSymbolicLink()) {
            return new OutputContent.NotAFile("a symbolic link");
        }
        if (entry.isFIFO()) {
            return new OutputContent.NotAFile("a named pipe");
        }
        if (entry.isCharacterDevice() || entry.isBlockDevice()) {
            return new OutputContent.NotAFile("a device");
        }
        if (!entry.isFile()) {
            return new OutputContent.NotAFile("neither a file nor a directory");
        }
        if (entry.getSize() > maxBytes) {
            return new OutputContent.TooLarge(entry.getSize());
        }
        byte[] content = tar.readNBytes(maxBytes);
        if (content.length != entry.getSize()) {
            throw new IOException("the engine sent " + content.length + " of " + entry.getSize() + " bytes");
        }
        return new OutputContent.Found(content);
    }

    /** Ends the threads. */
    @PreDestroy
    public void close() {
        threads.shutdown();
    }
}
