package io.slipway.runtime.docker.build;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.BuildResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import io.slipway.events.status.DeploymentLogLine.Level;
import io.slipway.runtime.StepLog;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What the engine says while it builds: lines for the log, and at last that it is done or why not. */
final class BuildOutput implements ResultCallback<BuildResponseItem> {

    private static final String CANCELLED = "the build was cancelled";

    private final BuildLines lines;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private @Nullable Closeable connection;
    private boolean cancelled;

    BuildOutput(StepLog log) {
        this.lines = new BuildLines(line -> log.line(Level.INFO, line, Instant.now()));
    }

    /** Waits for the end; throws why there is no image. */
    void await() {
        try {
            done.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Throws if the build was cancelled before it began. */
    void checkGoing() {
        if (done.isCompletedExceptionally()) {
            throw new CancellationException(CANCELLED);
        }
    }

    /** Ends the build by closing its connection. */
    void cancel() {
        synchronized (this) {
            cancelled = true;
        }
        // First, because closing looks like an error of the connection.
        done.completeExceptionally(new CancellationException(CANCELLED));
        close();
    }

    @Override
    public void onStart(Closeable stream) {
        boolean late;
        synchronized (this) {
            connection = stream;
            late = cancelled;
        }
        if (late) {
            close();
        }
    }

    @Override
    public synchronized void onNext(BuildResponseItem item) {
        if (item.getStream() != null) {
            lines.add(item.getStream());
        } else if (item.getStatus() != null && item.getProgressDetail() == null) {
            lines.add((item.getId() == null ? "" : item.getId() + ": ") + item.getStatus() + "\n");
        }
        ResponseItem.ErrorDetail error = item.getErrorDetail();
        if (error != null && error.getMessage() != null) {
            lines.finish();
            done.completeExceptionally(lines.failure(error.getMessage(), error.getCode()));
        }
    }

    @Override
    public void onError(Throwable throwable) {
        synchronized (this) {
            lines.finish();
        }
        done.completeExceptionally(
                throwable instanceof RuntimeException
                        ? throwable
                        : new IllegalStateException("the connection to the engine broke", throwable));
    }

    @Override
    public void onComplete() {
        synchronized (this) {
            lines.finish();
        }
        done.complete(null);
    }

    @Override
    public void close() {
        Closeable open;
        synchronized (this) {
            open = connection;
        }
        if (open != null) {
            try {
                open.close();
            } catch (IOException _) {
                // it is closed, which is all that is wanted
            }
        }
    }
}
