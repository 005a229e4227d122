package io.slipway.platform.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;

/** A git repository with the sources of a sample, so that building from git is the real thing. */
public final class SampleRepository {

    private static final PersonIdent AUTHOR = new PersonIdent("Slipway", "slipway@localhost");

    private SampleRepository() {}

    /**
     * Makes the repository in {@code place}, or brings it up to date with one more commit.
     *
     * @return its {@code file://} address
     */
    public static String create(Path sources, Path place) {
        try {
            Files.createDirectories(place);
            try (Git git = openOrCreate(place)) {
                replaceContent(sources, place);
                git.add().addFilepattern(".").call();
                git.add().addFilepattern(".").setUpdate(true).call();
                if (!git.status().call().isClean()) {
                    git.commit()
                            .setAuthor(AUTHOR)
                            .setCommitter(AUTHOR)
                            .setSign(false)
                            .setMessage("The sample's sources")
                            .call();
                }
            }
            return "file://" + place.toAbsolutePath().normalize();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make the sample's repository in " + place, e);
        } catch (GitAPIException e) {
            throw new IllegalStateException("Cannot make the sample's repository in " + place, e);
        }
    }

    private static Git openOrCreate(Path place) throws IOException, GitAPIException {
        if (Files.isDirectory(place.resolve(".git"))) {
            return Git.open(place.toFile());
        }
        return Git.init().setDirectory(place.toFile()).setInitialBranch("main").call();
    }

    private static void replaceContent(Path sources, Path place) throws IOException {
        for (Path old : topLevel(place)) {
            if (!old.getFileName().toString().equals(".git")) {
                delete(old);
            }
        }
        try (Stream<Path> all = Files.walk(sources)) {
            for (Path source : all.toList()) {
                Path target = place.resolve(sources.relativize(source).toString());
                if (Files.isDirectory(source)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static List<Path> topLevel(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.toList();
        }
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
