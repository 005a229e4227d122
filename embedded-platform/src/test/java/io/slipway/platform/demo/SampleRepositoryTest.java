package io.slipway.platform.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleRepositoryTest {

    @TempDir
    Path directory;

    private Path sources;
    private Path place;

    @BeforeEach
    void sources() throws Exception {
        sources = Files.createDirectories(directory.resolve("sources/app")).getParent();
        Files.writeString(sources.resolve("app/Dockerfile"), "FROM busybox:1.36\n");
        Files.createFile(
                sources.resolve("app/run"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        place = directory.resolve("place");
    }

    @Test
    void shouldCommitTheSourcesOnMain() throws Exception {
        String url = SampleRepository.create(sources, place);

        assertThat(url).isEqualTo("file://" + place);
        try (Git clone = Git.cloneRepository()
                .setURI(url)
                .setBranch("main")
                .setDirectory(directory.resolve("clone").toFile())
                .call()) {
            assertThat(directory.resolve("clone/app/Dockerfile")).hasContent("FROM busybox:1.36");
            assertThat(mode(clone, "app/run")).isEqualTo(FileMode.EXECUTABLE_FILE);
        }
    }

    @Test
    void shouldKeepTheCommitWhenNothingChanged() throws Exception {
        SampleRepository.create(sources, place);
        ObjectId first = head();

        SampleRepository.create(sources, place);

        assertThat(head()).isEqualTo(first);
    }

    @Test
    void shouldAddACommitForChangedAddedAndDeletedFiles() throws Exception {
        SampleRepository.create(sources, place);
        ObjectId first = head();
        Files.writeString(sources.resolve("app/Dockerfile"), "FROM scratch\n");
        Files.writeString(sources.resolve("new"), "new");
        Files.delete(sources.resolve("app/run"));

        SampleRepository.create(sources, place);

        assertThat(head()).isNotEqualTo(first);
        try (Git git = Git.open(place.toFile())) {
            assertThat(git.status().call().isClean()).isTrue();
            assertThat(mode(git, "new")).isEqualTo(FileMode.REGULAR_FILE);
            assertThat(mode(git, "app/run")).isEqualTo(FileMode.MISSING);
        }
    }

    private ObjectId head() throws Exception {
        try (Git git = Git.open(place.toFile())) {
            return git.getRepository().resolve("HEAD");
        }
    }

    private static FileMode mode(Git git, String path) throws Exception {
        ObjectId tree = git.getRepository().resolve("HEAD^{tree}");
        try (TreeWalk walk = TreeWalk.forPath(git.getRepository(), path, tree)) {
            return walk == null ? FileMode.MISSING : walk.getFileMode(0);
        }
    }
}
