package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.acceptance.support.RunningPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What a new user runs first, in an installation of its own: platform, sample environment, checks, removal. */
@Isolated
class DemoIT {

    private static final int PATIENCE_MINUTES = 15;

    private final RunningPlatform platform = RunningPlatform.get();

    private record Ended(int exitCode, String output) {}

    private Ended slipway(Path home, String... arguments) throws IOException, InterruptedException {
        Path root = platform.installation().root();
        Path output = Files.createTempFile(home.getParent(), "demo-", ".log");
        ProcessBuilder builder = new ProcessBuilder(root.resolve("slipway").toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("SLIPWAY_HOME", home.toString());
        builder.environment().put("SLIPWAY_SKIP_BUILD", "1");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroy();
        }
        return new Ended(process.waitFor(), Files.readString(output));
    }

    @Test
    void shouldPassAndLeaveNothingBehind() throws Exception {
        Path home = Files.createTempDirectory(platform.installation().home().getParent(), "demo-home-");

        Ended demo = slipway(home, "demo", "--no-install", "--port-base", Integer.toString(platform.freePortBase()));

        assertThat(demo.output()).endsWith("demo: passed\n");
        assertThat(demo.exitCode()).isZero();
        assertThat(demo.output()).contains("DEPLOYED", "DELETED").doesNotContain("\u001b[");
        Ended status = slipway(home, "status");
        assertThat(status.output()).doesNotContainIgnoringCase(" ready ");
    }

    @Test
    void shouldSayWhatIsWrongWithACommandLine() throws Exception {
        Path home = Files.createTempDirectory(platform.installation().home().getParent(), "demo-home-");

        Ended unknown = slipway(home, "deplyo");
        Ended option = slipway(home, "demo", "--kep");

        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.output()).contains("deplyo").contains("--help");
        assertThat(option.exitCode()).isEqualTo(2);
        assertThat(option.output()).contains("--kep");
    }
}
