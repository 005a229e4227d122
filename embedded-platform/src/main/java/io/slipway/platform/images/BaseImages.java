package io.slipway.platform.images;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import io.slipway.platform.engine.Engine;
import io.slipway.platform.process.PlatformException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Provides the images that others start from: what the engine has is taken; what a registry gives is pulled; what we
 * know a recipe for is made from the distribution's packages. An image made here carries the label
 * {@value #MADE_HERE}.
 */
public final class BaseImages {

    /** Label of images that were made here. */
    public static final String MADE_HERE = "io.slipway.base-image";

    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final Engine engine;
    private final Path work;
    private final Consumer<String> say;

    /**
     * Images for {@code engine}.
     *
     * @param work where images are put together
     */
    public BaseImages(Engine engine, Path work, Consumer<String> say) {
        this.engine = engine;
        this.work = work;
        this.say = say;
    }

    /**
     * Makes sure that the engine has all of {@code references}.
     *
     * @throws PlatformException if one can neither be pulled nor made
     */
    public void provide(Collection<String> references) {
        try (DockerClient client = engine.connect()) {
            boolean registryAnswers = true;
            for (String reference : Set.copyOf(references).stream().sorted().toList()) {
                if (has(client, reference)) {
                    continue;
                }
                long start = System.nanoTime();
                Optional<String> refusal =
                        registryAnswers ? pull(client, reference) : Optional.of("no registry answers");
                if (refusal.isEmpty()) {
                    say.accept(reference + ": pulled (" + seconds(start) + ")");
                    continue;
                }
                registryAnswers = false;
                Recipe recipe = Recipe.of(reference)
                        .orElseThrow(() -> new PlatformException("The image " + reference + " cannot be pulled ("
                                + refusal.get() + "), and there is no recipe to make it here. Load it into the engine: "
                                + "docker load, or docker tag."));
                say.accept(reference + ": no registry gives it (" + refusal.get() + "); making it from "
                        + recipe.madeFrom());
                make(client, reference, recipe);
                say.accept(reference + ": made (" + seconds(start) + ")");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot provide the base images", e);
        }
    }

    private static boolean has(DockerClient client, String reference) {
        try {
            client.inspectImageCmd(reference).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    /** Why it cannot be pulled; empty if it was. */
    private static Optional<String> pull(DockerClient client, String reference) {
        AtomicLong lastNews = new AtomicLong(System.nanoTime());
        try (ResultCallback.Adapter<PullResponseItem> progress = new ResultCallback.Adapter<>() {
            @Override
            public void onNext(PullResponseItem item) {
                lastNews.set(System.nanoTime());
            }
        }) {
            client.pullImageCmd(reference).exec(progress);
            while (!progress.awaitCompletion(1, TimeUnit.SECONDS)) {
                if (System.nanoTime() - lastNews.get() > SILENCE.toNanos()) {
                    return Optional.of("no answer within " + SILENCE.toSeconds() + " s");
                }
            }
            return has(client, reference) ? Optional.empty() : Optional.of("the registry does not have it");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformException("Interrupted while " + reference + " was being pulled", e);
        } catch (IOException | RuntimeException e) {
            return Optional.of(firstLine(e));
        }
    }

    /** Makes an image and gives it the name {@code reference}. */
    void make(DockerClient client, String reference, Recipe recipe) throws IOException {
        Path directory = Ingredients.prepare(work, reference, recipe);
        Path context = directory.resolve("context.tar");
        List<String> contents = new ArrayList<>(recipe.files());
        contents.add("rootfs.tar");
        pack(directory, contents, context);
        try (InputStream in = Files.newInputStream(context)) {
            client.buildImageCmd(in)
                    .withTags(Set.of(reference))
                    .withLabels(Map.of(MADE_HERE, "true"))
                    .withForcerm(true)
                    .exec(new BuildImageResultCallback())
                    .awaitImageId();
        } catch (RuntimeException e) {
            throw new PlatformException("The image " + reference + " cannot be made: " + firstLine(e), e);
        }
        Ingredients.remove(directory);
    }

    private static void pack(Path directory, List<String> names, Path target) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (String name : names) {
                Path file = directory.resolve(name);
                TarArchiveEntry entry = new TarArchiveEntry(name);
                entry.setSize(Files.size(file));
                tar.putArchiveEntry(entry);
                Files.copy(file, tar);
                tar.closeArchiveEntry();
            }
        }
    }

    private static String seconds(long start) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) + " s";
    }

    private static String firstLine(@Nullable Throwable problem) {
        String message = problem == null || problem.getMessage() == null ? "no reason given" : problem.getMessage();
        String line = message.strip().lines().findFirst().orElse("no reason given");
        return line.replaceFirst("^Status \\d+: ", "").replaceFirst("^\\{\"message\":\"(.*)\"}$", "$1");
    }
}
