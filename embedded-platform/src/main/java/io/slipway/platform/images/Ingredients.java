package io.slipway.platform.images;

import io.slipway.platform.process.PlatformException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What an image is made of, in a directory: the files of its recipe, and {@code rootfs.tar} from packages. */
final class Ingredients {

    private static final int LOG_TAIL_LINES = 10;

    private Ingredients() {}

    /** Makes the directory below {@code work}. */
    static Path prepare(Path work, String reference, Recipe recipe) throws IOException {
        Path directory = work.resolve(recipe.name());
        remove(directory);
        Files.createDirectories(directory);
        copyResource("rootfs.sh", directory.resolve("rootfs.sh"));
        for (String file : recipe.files()) {
            copyResource(recipe.name() + "/" + file, directory.resolve(file));
        }
        runScript(reference, recipe, directory);
        return directory;
    }

    private static void runScript(String reference, Recipe recipe, Path directory) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("sh", directory.resolve("rootfs.sh").toString(), directory.toString()));
        command.addAll(recipe.packages());
        Path log = directory.resolve("rootfs.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(log.toFile());
        builder.environment().put("PRUNE", recipe.prune());
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        try {
            if (builder.start().waitFor() != 0) {
                List<String> lines = Files.readAllLines(log);
                throw new PlatformException("The image " + reference + " cannot be made from packages:\n"
                        + String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()))
                        + "\nWith a registry in reach: docker pull " + reference);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformException("Interrupted while " + reference + " was being made", e);
        }
    }

    private static void copyResource(String name, Path target) throws IOException {
        try (InputStream in = BaseImages.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("No resource " + name);
            }
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Removes a directory with all that is in it. */
    static void remove(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
