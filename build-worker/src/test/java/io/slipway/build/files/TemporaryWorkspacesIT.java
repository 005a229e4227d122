package io.slipway.build.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.build.app.Workspaces.Workspace;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories of this process and of others that are killed. */
class TemporaryWorkspacesIT {

    private static final StepRef STEP = new StepRef("env", "deployment", "service", StepKind.BUILD, 7);

    @TempDir
    Path directory;

    @BeforeEach
    void realPath() throws IOException {
        directory = directory.toRealPath();
    }

    /** Another instance: opens a workspace, says where, and waits to be killed. */
    public static void main(String[] arguments) throws Exception {
        Workspace workspace = TemporaryWorkspaces.in(Path.of(arguments[0])).open(STEP);
        Files.writeString(workspace.directory().resolve("file"), "content");
        System.out.println(workspace.directory());
        System.in.read();
    }

    @Test
    void shouldGiveEachBuildADirectoryOfItsOwnAndRemoveIt() throws Exception {
        try (TemporaryWorkspaces workspaces = TemporaryWorkspaces.in(directory)) {
            Path outside = Files.createFile(directory.resolve("outside"));
            Workspace one = workspaces.open(STEP);
            Workspace two = workspaces.open(STEP);
            assertThat(one.directory()).isNotEqualTo(two.directory()).isEmptyDirectory();
            Files.createDirectories(one.directory().resolve("a/b"));
            Files.writeString(one.directory().resolve("a/b/c"), "x");
            Files.createSymbolicLink(one.directory().resolve("a/link"), outside);
            Files.createSymbolicLink(one.directory().resolve("a/up"), directory);

            one.close();

            assertThat(one.directory()).doesNotExist();
            assertThat(outside).exists();
            assertThat(two.directory()).exists();
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenItIsClosed() throws Exception {
        TemporaryWorkspaces workspaces = TemporaryWorkspaces.in(directory);
        workspaces.open(STEP);

        workspaces.close();

        assertThat(names()).containsExactly("guard.lock");
    }

    @Test
    void shouldKeepItsDirectoryToItself() throws Exception {
        try (TemporaryWorkspaces workspaces = TemporaryWorkspaces.in(directory)) {
            Path own = workspaces.open(STEP).directory().getParent();

            assertThat(Files.getPosixFilePermissions(own)).hasToString("[OWNER_READ, OWNER_WRITE, OWNER_EXECUTE]");
        }
    }

    @Test
    void shouldNotTouchAnotherInstanceOfThisProcess() throws Exception {
        try (TemporaryWorkspaces first = TemporaryWorkspaces.in(directory)) {
            Workspace workspace = first.open(STEP);
            try (TemporaryWorkspaces second = TemporaryWorkspaces.in(directory)) {
                second.open(STEP);
                assertThat(workspace.directory()).exists();
            }
            assertThat(workspace.directory()).exists();
        }
    }

    @Test
    void shouldRemoveWhatAKilledInstanceLeftAndNothingOfALivingOne() throws Exception {
        Process other = start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
            Path left = Path.of(out.readLine());
            assertThat(left.resolve("file")).exists();

            TemporaryWorkspaces.in(directory).close();
            assertThat(left.resolve("file")).exists();

            other.destroyForcibly();
            assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(left.resolve("file")).exists();

            TemporaryWorkspaces.in(directory).close();
            assertThat(left).doesNotExist();
            assertThat(names()).containsExactly("guard.lock");
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void shouldRemoveADirectoryWithoutALockAndLeaveForeignFilesAlone() throws Exception {
        Files.createDirectories(directory.resolve("instance-dead/x"));
        Files.createFile(directory.resolve("known_hosts"));

        TemporaryWorkspaces.in(directory).close();

        assertThat(names()).containsExactly("guard.lock", "known_hosts");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TemporaryWorkspacesIT.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
