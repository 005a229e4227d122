package io.slipway.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.platform.process.Daemons;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script at the top of the checkout, with JDKs and a Maven that only say that they were called. */
class LauncherScriptIT {

    private static final Path SCRIPT = Path.of("..", "slipway").toAbsolutePath().normalize();

    @TempDir
    Path directory;

    private Path checkout;

    @BeforeEach
    void copyScript() throws IOException {
        checkout = Files.createDirectories(directory.resolve("checkout"));
        Files.copy(SCRIPT, checkout.resolve("slipway"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(checkout.resolve("pom.xml"), "<project/>");
        Path launcher = checkout.resolve("embedded-platform/target/embedded-platform-0.1.0-SNAPSHOT.jar");
        Files.createDirectories(launcher.getParent());
        Files.writeString(launcher, "jar");
    }

    @Test
    void shouldTakeTheFirstJdkThatIsNewEnough() throws Exception {
        jdk("jvm/java-17", "17.0.9");
        jdk("jvm/java-25", "25.0.1");
        jdk("jvm/java-26", "26");

        Result result = run(Map.of("SLIPWAY_SKIP_BUILD", "1"), "status");

        assertThat(result.output()).contains("java of java-25: ").contains(" status");
        assertThat(result.exit()).isZero();
    }

    @Test
    void shouldPreferJavaHomeIfItIsNewEnough() throws Exception {
        jdk("jvm/java-25", "25");
        Path mine = jdk("mine/java-27", "27-ea");
        Path old = jdk("mine/java-21", "21.0.1");

        assertThat(run(Map.of("SLIPWAY_SKIP_BUILD", "1", "JAVA_HOME", mine.toString()), "token")
                        .output())
                .contains("java of java-27: ");
        assertThat(run(Map.of("SLIPWAY_SKIP_BUILD", "1", "JAVA_HOME", old.toString()), "token")
                        .output())
                .contains("java of java-25: ");
    }

    @Test
    void shouldSayWhenThereIsNoJdk() throws Exception {
        jdk("jvm/java-17", "17.0.9");
        Files.createDirectories(directory.resolve("jvm/java-25-jre/bin"));

        Result result = run(Map.of(), "status");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.output()).contains("A JDK 25 or newer is missing");
    }

    @Test
    void shouldRefuseWrongCallsBeforeBuildingAnything() throws Exception {
        jdk("jvm/java-25", "25");

        for (List<String> call : List.of(
                List.<String>of(),
                List.of("fly"),
                List.of("up", "--wrong"),
                List.of("up", "--keep"),
                List.of("demo", "x"))) {
            Result result = run(Map.of(), call.toArray(String[]::new));
            assertThat(result.exit()).as(call.toString()).isEqualTo(2);
            assertThat(result.output()).contains("Usage: slipway").doesNotContain("Building");
        }
    }

    @Test
    void shouldBuildWhatIsMissingOnceAndAgainWhenASourceChanges() throws Exception {
        jdk("jvm/java-25", "25");
        maven(0, "");
        Path sources = Files.createDirectories(checkout.resolve("embedded-platform/src/main"));

        assertThat(run(Map.of(), "status").output()).contains("Building").contains("Built in");
        assertThat(run(Map.of(), "status").output()).doesNotContain("Building");

        Path source = sources.resolve("New.java");
        Files.writeString(source, "class New {}");
        Files.setLastModifiedTime(source, FileTime.fromMillis(System.currentTimeMillis() + 5_000));
        assertThat(run(Map.of(), "status").output()).contains("Built in");
        assertThat(run(Map.of("SLIPWAY_SKIP_BUILD", "1"), "status").output()).doesNotContain("Building");
    }

    @Test
    void shouldShowTheErrorsOfABuildThatFails() throws Exception {
        jdk("jvm/java-25", "25");
        maven(1, "[INFO] noise\n[ERROR] Some.java:[1,2] cannot find symbol\n[ERROR] -> [Help 1]\n[ERROR] Re-run Maven");

        Result result = run(Map.of(), "status");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.output())
                .contains("The build failed")
                .contains("cannot find symbol")
                .contains(".slipway/logs/build.log")
                .doesNotContain("noise")
                .doesNotContain("Help 1")
                .doesNotContain("java of");
    }

    @Test
    void shouldRunAllTestsWithContainersAfterMakingThemReady() throws Exception {
        jdk("jvm/java-25", "25");
        maven(0, "");

        Result result = run(Map.of("SLIPWAY_SKIP_BUILD", "1"), "test", "-Dsome=thing");

        assertThat(result.output().lines().filter(line -> line.contains("java of")))
                .singleElement()
                .asString()
                .endsWith(" test");
        assertThat(result.output()).containsPattern("mvn: .*-Dslipway.docker.required=true.* -Dsome=thing verify");
    }

    @Test
    void shouldRunTheTestsOfTheClusterWithWhatTheyNeedToKnow() throws Exception {
        jdk("jvm/java-25", "25");
        executable(
                directory.resolve("bin/mvn"),
                "#!/bin/sh\necho \"mvn: $SLIPWAY_TEST_KUBECONFIG $SLIPWAY_TEST_REGISTRY: $*\"\n");
        Path variables = checkout.resolve(".slipway/run/test-variables");
        Files.createDirectories(variables.getParent());
        Files.writeString(variables, "SLIPWAY_TEST_KUBECONFIG=/a file\nSLIPWAY_TEST_REGISTRY=r:5000\n");

        Result result = run(
                Map.of("SLIPWAY_SKIP_BUILD", "1"),
                "test",
                "--kubeconfig",
                "/a file",
                "--registry=r:5000",
                "-Dsome=thing");

        assertThat(result.output().lines().filter(line -> line.contains("java of")))
                .singleElement()
                .asString()
                .endsWith(" test --kubeconfig /a file --registry=r:5000");
        assertThat(result.output())
                .containsPattern(
                        "mvn: /a file r:5000: .*-Dit.test=Kubernetes\\*IT,!KubernetesImageBuilderIT -Dsome=thing verify")
                .doesNotContain("docker.required");
    }

    @Test
    void shouldTakeTheOptionsOfClusters() throws Exception {
        jdk("jvm/java-25", "25");

        Result result = run(
                Map.of("SLIPWAY_SKIP_BUILD", "1"),
                "--port-base",
                "20000",
                "demo",
                "--kubeconfig",
                "k",
                "--registry",
                "r:1",
                "--privileged-builds",
                "--keep");

        assertThat(result.exit()).isZero();
        assertThat(result.output()).contains("demo --kubeconfig k --registry r:1 --privileged-builds --keep");
    }

    @Test
    void shouldLeaveSignalsToTheProgram() throws Exception {
        Path home = jdk("jvm/java-25", "25");
        executable(home.resolve("bin/java"), """
                #!/bin/sh
                trap 'echo undone; exit 7' TERM
                echo begun
                turn=0
                while [ $turn -lt 600 ]; do sleep 0.1; turn=$((turn + 1)); done
                """);

        Process process = start(Map.of("SLIPWAY_SKIP_BUILD", "1"), "status");
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.readLine()).isEqualTo("begun");
            process.toHandle().destroy();

            assertThat(output.readLine()).isEqualTo("undone");
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(7);
    }

    @Test
    void shouldKeepItsThingsWhereItIsTold() throws Exception {
        jdk("jvm/java-25", "25");
        maven(0, "");
        Path home = directory.resolve("elsewhere");

        run(Map.of("SLIPWAY_HOME", home.toString()), "status");

        assertThat(home.resolve("logs/build.log")).exists();
        assertThat(checkout.resolve(".slipway")).doesNotExist();
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = directory.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        executable(home.resolve("bin/java"), "#!/bin/sh\necho \"java of " + home.getFileName() + ": $*\"\n");
        executable(home.resolve("bin/javac"), "#!/bin/sh\n");
        return home;
    }

    private void maven(int exit, String output) throws IOException {
        executable(
                directory.resolve("bin/mvn"),
                "#!/bin/sh\necho \"mvn: $*\"\ncat << 'END'\n" + output + "\nEND\nexit " + exit + "\n");
    }

    private static void executable(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Result run(Map<String, String> environment, String... arguments) throws Exception {
        Process process = start(environment, arguments);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), output);
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        Files.createDirectories(directory.resolve("bin"));
        // Only what the script needs of the system: its javac must not be found.
        for (String tool : List.of(
                "bash",
                "sh",
                "cat",
                "cut",
                "date",
                "dirname",
                "find",
                "grep",
                "head",
                "mkdir",
                "mktemp",
                "mv",
                "readlink",
                "rm",
                "sed",
                "sleep",
                "stty",
                "tail")) {
            Path link = directory.resolve("bin").resolve(tool);
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, Daemons.onPath(tool).orElseThrow());
            }
        }
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(Stream.of(checkout.resolve("slipway").toString()), Stream.of(arguments))
                                .toList())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SLIPWAY_") || name.equals("JAVA_HOME"));
        builder.environment().put("PATH", directory.resolve("bin").toString());
        builder.environment().put("SLIPWAY_JVM_DIRECTORIES", jvmDirectories());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private String jvmDirectories() throws IOException {
        Path jvm = Files.createDirectories(directory.resolve("jvm"));
        try (Stream<Path> all = Files.list(jvm)) {
            return String.join(" ", all.map(Path::toString).sorted().toList());
        }
    }

    private record Result(int exit, String output) {}
}
