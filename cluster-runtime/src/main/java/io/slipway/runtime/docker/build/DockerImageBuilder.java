package io.slipway.runtime.docker.build;

import com.github.dockerjava.api.command.BuildImageCmd;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.slipway.events.work.Image;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepRef;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.ImageBuilder;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.Labels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Builds on the engine with its classic builder. The image stays on the engine, where the workloads run.
 *
 * <p>A build lasts as long as its connection: closing that makes the engine kill the command that runs and remove what the
 * build has made so far.
 */
public final class DockerImageBuilder implements ImageBuilder, AutoCloseable {

    /** Label with the commit that an image was built from. */
    static final String COMMIT = "io.slipway.commit";

    private final DockerEngine engine;
    private final Map<StepRef, BuildOutput> underWay = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("slipway-build-", 0).daemon().factory());

    /** On {@code engine}, which it does not close. */
    public DockerImageBuilder(DockerEngine engine) {
        this.engine = engine;
    }

    @Override
    public Dialect dialect() {
        return Dialect.CLASSIC;
    }

    @Override
    public CompletionStage<Optional<Image>> find(String reference) {
        return async(() -> inspect(reference));
    }

    @Override
    public CompletionStage<Image> build(Build build, StepLog log) {
        if (!build.secrets().isEmpty()) {
            return CompletableFuture.failedStage(new StepException(
                    Reason.UNSUPPORTED,
                    "the classic builder of the container engine cannot mount secrets: "
                            + String.join(", ", build.secrets().keySet())));
        }
        // Known at once, so that a cancellation that comes right behind finds it.
        BuildOutput output = new BuildOutput(log);
        if (underWay.putIfAbsent(build.step(), output) != null) {
            return CompletableFuture.failedStage(
                    new StepException(Reason.INTERNAL, "this attempt is being built already"));
        }
        return async(() -> run(build, output));
    }

    @Override
    public CompletionStage<Void> cancel(StepRef step) {
        return async(() -> {
            BuildOutput output = underWay.get(step);
            if (output != null) {
                output.cancel();
            }
            return null;
        });
    }

    private Image run(Build build, BuildOutput output) {
        try (InputStream context = Files.newInputStream(build.context())) {
            output.checkGoing();
            command(build, context).exec(output);
            output.await();
        } catch (BadRequestException e) {
            throw new StepException(
                    Reason.BUILD_FAILED, "the Dockerfile cannot be read: " + DockerEngine.message(e), e);
        } catch (IOException e) {
            throw new StepException(Reason.INTERNAL, "the build context cannot be read: " + e.getMessage(), e);
        } catch (StepException | CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            throw engine.failure("Building image " + build.reference(), e);
        } finally {
            underWay.remove(build.step());
        }
        return inspect(build.reference())
                .orElseThrow(() -> new StepException(
                        Reason.INTERNAL, "image " + build.reference() + " was built but is not on the engine"));
    }

    private BuildImageCmd command(Build build, InputStream context) {
        BuildImageCmd command = engine.streams()
                .buildImageCmd(context)
                .withDockerfilePath(build.dockerfile())
                .withTags(Set.of(build.reference()))
                .withLabels(labels(build))
                .withRemove(true)
                .withForcerm(true);
        build.arguments().forEach(command::withBuildArg);
        return build.targetStage() == null ? command : command.withTarget(build.targetStage());
    }

    private Map<String, String> labels(Build build) {
        StepRef step = build.step();
        Map<String, String> labels = new HashMap<>(Labels.selector(engine.instance(), Labels.ROLE_BUILD));
        labels.put(Labels.ENVIRONMENT, step.environmentId());
        labels.put(Labels.SERVICE, step.serviceId());
        labels.put(Labels.DEPLOYMENT, step.deploymentId());
        labels.put(Labels.ATTEMPT, Long.toString(step.attempt()));
        if (build.commit() != null) {
            labels.put(COMMIT, build.commit());
        }
        return labels;
    }

    private Optional<Image> inspect(String reference) {
        try {
            InspectImageResponse image =
                    engine.calls().inspectImageCmd(reference).exec();
            Map<String, String> labels =
                    image.getConfig() == null ? null : image.getConfig().getLabels();
            return Optional.of(new Image(reference, image.getId(), labels == null ? null : labels.get(COMMIT), null));
        } catch (NotFoundException _) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw engine.failure("Looking for image " + reference, e);
        }
    }

    /** As {@code supplyAsync}, but failing with the exception itself. */
    private <T> CompletionStage<T> async(Supplier<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                result.complete(call.get());
            } catch (CompletionException e) {
                result.completeExceptionally(e.getCause() == null ? e : e.getCause());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** Ends the builds that are under way; the engine cleans up after them. */
    @Override
    public void close() {
        underWay.values().forEach(BuildOutput::cancel);
        threads.shutdown();
    }
}
