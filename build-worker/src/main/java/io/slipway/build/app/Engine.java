package io.slipway.build.app;

import io.slipway.events.work.Image;
import io.slipway.events.work.StepRef;
import io.slipway.runtime.ImageBuilder;
import io.slipway.runtime.ImageBuilder.Build;
import io.slipway.runtime.ImageBuilder.Dialect;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * The runtime's builder for code that blocks: tries again while the engine does not answer, and takes a build with it when
 * its thread is interrupted.
 */
final class Engine {

    private static final Logger LOG = Logger.getLogger(Engine.class);
    private static final Duration CANCEL_GRACE = Duration.ofSeconds(10);

    private final ImageBuilder builder;
    private final Patience patience;

    Engine(ImageBuilder builder, Patience patience) {
        this.builder = builder;
        this.patience = patience;
    }

    boolean understandsBuildKit() {
        return builder.dialect() == Dialect.BUILDKIT;
    }

    Optional<Image> find(String reference) throws InterruptedException {
        return retried(() -> await(builder.find(reference)));
    }

    Image build(Build build, BuildLog log) throws InterruptedException {
        return retried(() -> {
            CompletableFuture<Image> image =
                    builder.build(build, log.ofEngine()).toCompletableFuture();
            try {
                return await(image);
            } catch (InterruptedException e) {
                builder.cancel(build.step());
                settle(image);
                throw e;
            }
        });
    }

    /** Removes what is left of the builds of {@code step}; not waited for, and no error if it fails: it only takes up room. */
    void discard(StepRef step) {
        builder.cancel(step).exceptionally(e -> {
            LOG.warnf(e, "What is left of attempt %d was not removed", step.attempt());
            return null;
        });
    }

    private <T> T retried(Callable<T> action) throws InterruptedException {
        try {
            return patience.call(action);
        } catch (RuntimeException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until a cancelled build has come to its end, so that its workspace can go. */
    private static void settle(CompletableFuture<Image> image) {
        try {
            image.handle((_, _) -> true).get(CANCEL_GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException _) {
            // The engine ends it by itself when the connection closes.
        }
    }

    private static <T> T await(CompletionStage<T> stage) throws InterruptedException {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (CancellationException e) {
            throw new IllegalStateException("the engine ended the build", e);
        }
    }
}
