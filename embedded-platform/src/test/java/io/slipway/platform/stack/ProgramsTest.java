package io.slipway.platform.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {

    @TempDir
    Path directory;

    @Test
    void shouldReplaceAnOlderCopyCompletely() throws Exception {
        Path from = Files.createDirectories(directory.resolve("from/lib")).getParent();
        Files.writeString(from.resolve("lib/a.jar"), "new");
        Path to = Files.createDirectories(directory.resolve("to/lib")).getParent();
        Files.writeString(to.resolve("lib/a.jar"), "old");
        Files.writeString(to.resolve("lib/gone.jar"), "old");

        Programs.copyTree(from, to);

        assertThat(to.resolve("lib/a.jar")).hasContent("new");
        assertThat(to.resolve("lib/gone.jar")).doesNotExist();
    }

    @Test
    void shouldCopyTheLaunchersJarsSideBySide() throws Exception {
        Path build = Files.createDirectories(directory.resolve("target/lib")).getParent();
        Files.writeString(build.resolve("me.jar"), "me");
        Files.writeString(build.resolve("me-tests.jar"), "tests");
        Files.writeString(build.resolve("lib/other.jar"), "other");

        Programs.copyLauncher(build, directory.resolve("to"));

        assertThat(directory.resolve("to")).isDirectoryContaining("glob:**/me.jar");
        assertThat(directory.resolve("to")).isDirectoryContaining("glob:**/other.jar");
        assertThat(directory.resolve("to")).isDirectoryNotContaining("glob:**/me-tests.jar");
    }
}
