package io.slipway.runtime.docker.engine;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.PullResponseItem;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.ImageToRun;
import io.slipway.runtime.RegistryLogin;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.operation.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The engine's images. */
public final class Images {

    private final DockerEngine engine;

    /** The images of {@code engine}. */
    public Images(DockerEngine engine) {
        this.engine = engine;
    }

    /**
     * Makes sure that the engine has the image: what it has is taken, what it has not is pulled. The tag {@code latest}
     * is pulled each time where the registry can be reached.
     *
     * @return the engine's id of the image
     */
    public String ensure(ImageToRun image, Operation operation, StepLog log) {
        Optional<String> local = id(image.reference());
        if (local.isPresent() && !isLatest(image.reference())) {
            return local.get();
        }
        try {
            pull(image, operation, log);
        } catch (StepException e) {
            if (local.isPresent()) {
                log.warning("Using the local " + image.reference() + ": "
                        + e.failure().message());
                return local.get();
            }
            throw e;
        }
        return id(image.reference())
                .orElseThrow(() -> unavailable(image, "it was pulled, but the engine does not have it"));
    }

    private Optional<String> id(String reference) {
        try {
            return Optional.ofNullable(
                    engine.calls().inspectImageCmd(reference).exec().getId());
        } catch (NotFoundException _) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw engine.failure("Looking for image " + reference, e);
        }
    }

    private void pull(ImageToRun image, Operation operation, StepLog log) {
        log.info("Pulling image " + image.reference());
        PullImageCmd command = engine.streams().pullImageCmd(withTag(image.reference()));
        RegistryLogin login = image.login();
        if (login != null) {
            command.withAuthConfig(
                    new AuthConfig().withUsername(login.username()).withPassword(login.password()));
        }
        CompletableFuture<Void> pulled = new CompletableFuture<>();
        try (Pull _ = command.exec(new Pull(pulled))) {
            operation.await(pulled);
            log.info("Pulled image " + image.reference());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (StepException e) {
            throw e.failure().reason() == Reason.DEADLINE_EXCEEDED
                    ? unavailable(image, "pulling it took too long")
                    : unavailable(image, e.failure().message());
        }
    }

    private static StepException unavailable(ImageToRun image, String why) {
        return new StepException(
                Reason.IMAGE_UNAVAILABLE,
                "Image " + image.reference() + " is not on the engine and cannot be pulled: " + why);
    }

    private static boolean isLatest(String reference) {
        return !reference.contains("@") && withTag(reference).endsWith(":latest");
    }

    private static String withTag(String reference) {
        boolean tagged = reference.contains("@") || reference.indexOf(':', reference.lastIndexOf('/') + 1) >= 0;
        return tagged ? reference : reference + ":latest";
    }

    /** Completes when the engine has the image, or with what it said instead. */
    private static final class Pull extends ResultCallback.Adapter<PullResponseItem> {

        private final CompletableFuture<Void> pulled;
        private @Nullable String error;

        private Pull(CompletableFuture<Void> pulled) {
            this.pulled = pulled;
        }

        @Override
        public void onNext(PullResponseItem item) {
            if (item.getErrorDetail() != null) {
                error = item.getErrorDetail().getMessage();
            }
        }

        @Override
        public void onError(Throwable throwable) {
            pulled.completeExceptionally(
                    new StepException(Reason.IMAGE_UNAVAILABLE, DockerEngine.message(throwable), throwable));
        }

        @Override
        public void onComplete() {
            if (error == null) {
                pulled.complete(null);
            } else {
                pulled.completeExceptionally(new StepException(Reason.IMAGE_UNAVAILABLE, error));
            }
            super.onComplete();
        }
    }
}
