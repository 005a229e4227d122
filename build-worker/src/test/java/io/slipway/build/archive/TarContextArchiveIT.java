package io.slipway.build.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.build.app.Checkout;
import io.slipway.build.app.ContextArchive.Content;
import io.slipway.build.app.ContextArchive.Summary;
import io.slipway.build.app.SourceRepository.Request;
import io.slipway.build.domain.BuildException;
import io.slipway.build.domain.dockerfile.IgnoreRules;
import io.slipway.build.domain.source.GitUrl;
import io.slipway.build.git.GitFixture;
import io.slipway.build.git.GitSettings;
import io.slipway.build.git.GitSettings.HostKeys;
import io.slipway.build.git.JGitRepositories;
import io.slipway.events.work.StepFailure.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.eclipse.jgit.lib.FileMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contexts of real commits. */
class TarContextArchiveIT {

    private static final long LARGE = 1L << 30;

    @TempDir
    Path directory;

    private GitFixture origin;
    private int clones;

    @BeforeEach
    void makeRepository() throws Exception {
        directory = directory.toRealPath();
        origin = GitFixture.init(directory.resolve("origin"));
        origin.file("Dockerfile", "FROM scratch\n")
                .file("a.log", "log")
                .file("app/b.txt", "b")
                .file("app/deep/c.log", "c")
                .executable("run.sh", "#!/bin/sh\n")
                .link("link", "../../etc/passwd")
                .file("näme with spaces.txt", "x")
                .file("l".repeat(90) + "/" + "m".repeat(90) + ".txt", "long")
                .commit("first");
    }

    @AfterEach
    void close() {
        origin.close();
    }

    @Test
    void shouldWriteFilesWithTheirModesAndLinksAsLinks() throws Exception {
        Map<String, TarArchiveEntry> entries =
                entries(write("main", content("", null, null)).target());

        assertThat(entries).containsKeys("Dockerfile", "app/", "app/b.txt", "app/deep/", "app/deep/c.log", "run.sh");
        assertThat(entries).containsKeys("näme with spaces.txt", "l".repeat(90) + "/" + "m".repeat(90) + ".txt");
        assertThat(entries.get("run.sh").getMode() & 0777).isEqualTo(0755);
        assertThat(entries.get("Dockerfile").getMode() & 0777).isEqualTo(0644);
        assertThat(entries.get("link").isSymbolicLink()).isTrue();
        assertThat(entries.get("link").getLinkName()).isEqualTo("../../etc/passwd");
        assertThat(entries.get("link").getSize()).isZero();
        assertThat(entries.values()).allSatisfy(entry -> {
            assertThat(entry.getLongUserId()).isZero();
            assertThat(entry.getLastModifiedDate().toInstant()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
        });
    }

    @Test
    void shouldWriteTheSameBytesForTheSameCommit() throws Exception {
        Path once = write("main", content("", null, "*.log\n")).target();
        Path again = write("main", content("", null, "*.log\n")).target();

        assertThat(again).hasSameBinaryContentAs(once);
    }

    @Test
    void shouldMakeTheRootPathTheTopOfTheContext() throws Exception {
        Written written = write("main", content("app", null, null));

        assertThat(entries(written.target())).containsOnlyKeys("b.txt", "deep/", "deep/c.log");
        assertThat(written.summary()).isEqualTo(new Summary(2, 2, List.of()));
    }

    @Test
    void shouldLeaveOutWhatIsIgnoredButNeverTheDockerfile() throws Exception {
        Map<String, String> files = files(
                write("main", content("", null, "**/*.log\nDockerfile\nl*\n")).target());

        assertThat(files)
                .containsEntry("Dockerfile", "FROM scratch\n")
                .containsEntry(".dockerignore", "**/*.log\nDockerfile\nl*\n")
                .containsKeys("app/b.txt", "run.sh")
                .doesNotContainKeys("a.log", "app/deep/c.log", "link");
    }

    @Test
    void shouldAddADockerfileThatIsNoFileOfTheContextWhereNoCopySeesIt() throws Exception {
        assertThat(files(write("main", content("", "FROM x\n", null)).target()))
                .containsEntry(".slipway.Dockerfile", "FROM x\n")
                .containsEntry(".dockerignore", ".dockerignore\n.slipway.Dockerfile\n")
                .containsEntry("Dockerfile", "FROM scratch\n");
        assertThat(files(write("main", content("", "FROM x\n", "*.log")).target()))
                .containsEntry(".dockerignore", "*.log\n.slipway.Dockerfile\n");
    }

    @Test
    void shouldKeepSubmodulesAsEmptyDirectoriesAndNameThem() throws Exception {
        origin.commitEntry("with-submodule", "vendored", FileMode.GITLINK, "");

        Written written = write("with-submodule", content("", null, null));

        assertThat(entries(written.target()).get("vendored/").isDirectory()).isTrue();
        assertThat(written.summary().submodules()).containsExactly("vendored");
    }

    @ParameterizedTest
    @ValueSource(strings = {".git", ".GIT", ".Git"})
    void shouldLeaveOutWhatLooksLikeARepository(String name) throws Exception {
        origin.commitEntry("hostile", name, FileMode.REGULAR_FILE, "x");

        assertThat(entries(write("hostile", content("", null, null)).target())).containsOnlyKeys("Dockerfile");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "../../etc/cron.d/x", "a//b"})
    void shouldRefusePathsThatLeadOutOfTheContext(String name) throws Exception {
        origin.commitEntry("hostile", name, FileMode.REGULAR_FILE, "x");

        BuildException e = catchThrowableOfType(BuildException.class, () -> write("hostile", content("", null, null)));

        assertThat(e.failure().reason()).isEqualTo(Reason.INVALID_SOURCE);
        assertThat(e.failure().message()).contains("a path in it that no file system should see");
    }

    @Test
    void shouldRefuseAContextThatIsTooLarge() throws Exception {
        BuildException e = catchThrowableOfType(BuildException.class, () -> {
            try (Checkout checkout = checkout("main")) {
                new TarContextArchive().write(checkout, content("", null, null), directory.resolve("c.tar"), 20);
            }
        });

        assertThat(e.failure().reason()).isEqualTo(Reason.INVALID_SOURCE);
        assertThat(e.failure().message()).contains("larger than 20 bytes").contains(".dockerignore");
    }

    private record Written(Path target, Summary summary) {}

    private Written write(String branch, Content content) throws Exception {
        try (Checkout checkout = checkout(branch)) {
            Path target = directory.resolve("context" + clones + ".tar");
            return new Written(target, new TarContextArchive().write(checkout, content, target, LARGE));
        }
    }

    private Checkout checkout(String branch) throws InterruptedException {
        GitSettings settings = new GitSettings(
                List.of(directory),
                false,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                LARGE,
                2,
                HostKeys.STRICT,
                directory.resolve("known_hosts"));
        return new JGitRepositories(settings)
                .fetch(
                        new Request(GitUrl.parse(origin.url()), branch, null, null),
                        directory.resolve("clone" + ++clones));
    }

    private static Content content(String root, @Nullable String dockerfile, @Nullable String ignoreFile) {
        return new Content(
                root,
                dockerfile == null ? "Dockerfile" : ".slipway.Dockerfile",
                dockerfile,
                ignoreFile,
                ignoreFile == null ? IgnoreRules.NONE : IgnoreRules.parse(ignoreFile));
    }

    private static Map<String, TarArchiveEntry> entries(Path tar) throws IOException {
        Map<String, TarArchiveEntry> entries = new LinkedHashMap<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(Files.newInputStream(tar))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), entry);
            }
        }
        return entries;
    }

    private static Map<String, String> files(Path tar) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(Files.newInputStream(tar))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
