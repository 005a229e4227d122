package io.slipway.platform.images;

import io.slipway.platform.process.Daemons;
import io.slipway.platform.process.PlatformException;
import io.slipway.platform.registry.ImageName;
import io.slipway.platform.registry.ImageTransfer;
import io.slipway.platform.registry.Registry;
import io.slipway.platform.registry.RegistryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Provides images in a registry that stands in for the public ones: what it has is taken; what a public registry gives is
 * copied; what we know a recipe for is made from the distribution's packages. An image {@code busybox:1.36} is there as
 * {@code busybox:1.36}, for those who put the registry's name before that of the image, and as {@code
 * library/busybox:1.36}, for those who use the registry as a mirror.
 */
public final class RegistryImages {

    private static final String LIBRARY = "library/";

    private final Registry target;
    private final String path;
    private final Path work;
    private final Consumer<String> say;

    /**
     * Images in {@code target}.
     *
     * @param path what their names begin with there, with a slash at the end; may be empty
     * @param work where images are put together
     */
    public RegistryImages(Registry target, String path, Path work, Consumer<String> say) {
        this.target = target;
        this.path = path;
        this.work = work;
        this.say = say;
    }

    /**
     * Makes sure that the registry has all of {@code references}.
     *
     * @throws PlatformException if one can neither be copied nor made
     */
    public void provide(Collection<String> references) {
        for (String reference : Set.copyOf(references).stream().sorted().toList()) {
            Optional<String> obstacle = copyIfMissing(reference);
            if (obstacle.isPresent()) {
                make(reference, recipe(reference, obstacle.get()), obstacle.get());
            }
        }
    }

    /** Makes sure that the registry has {@code reference} without making it; tells why it has not. */
    public Optional<String> copyIfMissing(String reference) {
        ImageName source = ImageName.parse(reference);
        List<String> missing = names(source).stream()
                .filter(name -> !target.has(name, source.version()))
                .toList();
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        long start = System.nanoTime();
        try {
            if (missing.size() < names(source).size()) {
                // Under one of its names it is there.
                String present = names(source).stream()
                        .filter(name -> !missing.contains(name))
                        .findFirst()
                        .orElseThrow();
                ImageName own = new ImageName(target.host(), present, source.version());
                return copied(target, own, missing) ? Optional.empty() : Optional.of("it is gone");
            }
            Registry from = new Registry(source.registry(), false, Optional.empty());
            Optional<String> obstacle = from.obstacle();
            if (obstacle.isPresent()) {
                return Optional.of(source.registry() + " does not answer");
            }
            if (!copied(from, source, missing)) {
                return Optional.of(source.registry() + " does not have it");
            }
            say.accept(reference + ": copied to " + target.host() + " (" + seconds(start) + ")");
            return Optional.empty();
        } catch (RegistryException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private boolean copied(Registry from, ImageName source, List<String> names) {
        ImageTransfer transfer = transfer();
        return names.stream().allMatch(name -> transfer.copy(from, source, target, name, source.version()));
    }

    private List<String> names(ImageName image) {
        String repository = image.repository();
        return repository.startsWith(LIBRARY)
                ? List.of(path + repository.substring(LIBRARY.length()), path + repository)
                : List.of(path + repository);
    }

    private Recipe recipe(String reference, String obstacle) {
        return Recipe.of(reference)
                .orElseThrow(() -> new PlatformException("The image " + reference + " cannot be copied to "
                        + target.host() + " (" + obstacle + "), and there is no recipe to make it here. Push it there"
                        + " as " + names(ImageName.parse(reference)).getFirst() + ":"
                        + ImageName.parse(reference).version() + "."));
    }

    /** Makes an image and pushes it under the names of {@code reference}. */
    void make(String reference, Recipe recipe, String obstacle) {
        say.accept(reference + ": " + obstacle + "; making it from " + recipe.madeFrom());
        long start = System.nanoTime();
        try {
            Path directory = Ingredients.prepare(work, reference, recipe);
            Dockerfile dockerfile = Dockerfile.parse(Files.readString(directory.resolve("Dockerfile")));
            Path layer = layer(reference, directory, dockerfile);
            ImageName name = ImageName.parse(reference);
            for (String repository : names(name)) {
                transfer().push(layer, dockerfile.config(), architecture(), target, repository, name.version());
            }
            Ingredients.remove(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make the image " + reference, e);
        }
        say.accept(reference + ": made and pushed to " + target.host() + " (" + seconds(start) + ")");
    }

    /** The root file system after what the Dockerfile does to it. */
    private static Path layer(String reference, Path directory, Dockerfile dockerfile) throws IOException {
        Path packages = directory.resolve("rootfs.tar");
        if (dockerfile.commands().isEmpty() && dockerfile.copies().isEmpty()) {
            return packages;
        }
        if (!"root".equals(System.getProperty("user.name"))
                || Daemons.onPath("chroot").isEmpty()) {
            throw new PlatformException("Making the image " + reference + " needs root and chroot. Run this as root, or"
                    + " push the image to the registry yourself.");
        }
        Path root = Files.createDirectories(directory.resolve("tree"));
        Path log = directory.resolve("tree.log");
        run(reference, log, Map.of(), List.of("tar", "-x", "-p", "-f", packages.toString(), "-C", root.toString()));
        for (Map.Entry<String, String> copy : dockerfile.copies().entrySet()) {
            Path place = root.resolve(copy.getValue().substring(1));
            Files.createDirectories(place.getParent());
            Files.copy(directory.resolve(copy.getKey()), place, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rw-r--r--"));
        }
        for (String command : dockerfile.commands()) {
            run(reference, log, dockerfile.environment(), List.of("chroot", root.toString(), "/bin/sh", "-c", command));
        }
        Path layer = directory.resolve("layer.tar");
        run(
                reference,
                log,
                Map.of(),
                List.of(
                        "tar",
                        "-c",
                        "--numeric-owner",
                        "--sort=name",
                        "--mtime=@0",
                        "-f",
                        layer.toString(),
                        "-C",
                        root.toString(),
                        "."));
        return layer;
    }

    private static void run(String reference, Path log, Map<String, String> environment, List<String> command)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command))
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            if (builder.start().waitFor() != 0) {
                throw new PlatformException("The image " + reference + " cannot be made: " + command.getFirst()
                        + " failed:\n" + Files.readString(log).strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformException("Interrupted while " + reference + " was being made", e);
        }
    }

    private ImageTransfer transfer() {
        try {
            return new ImageTransfer(Files.createDirectories(work.resolve("transfer")));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make " + work, e);
        }
    }

    private static String architecture() {
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> name;
        };
    }

    private static String seconds(long start) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) + " s";
    }
}
