package io.slipway.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.platform.process.PlatformException;
import io.slipway.platform.stack.Component;
import io.slipway.platform.stack.Installation;
import io.slipway.platform.stack.PortPlan;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class RootCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fly",
                "up --wrong",
                "logs",
                "logs no-such-service",
                "status extra",
                "status --port-base x",
                "status --port-base 80",
                "up --kubeconfig /nowhere",
                "demo --registry 127.0.0.1:5000",
                "test --storage-class fast"
            })
    void shouldRefuseWrongCallsWithTwo(String call) {
        assertThat(run(call)).isEqualTo(2);

        assertThat(err.toString()).contains("./slipway --help tells more");
        assertThat(err.toString()).doesNotContain("\tat ");
    }

    @Test
    void shouldExplainEveryCommand() {
        assertThat(run("--help")).isZero();

        assertThat(out.toString())
                .contains("demo", "test", "up", "down", "status", "logs", "token", "bench", "keys")
                .contains("--no-install", "--port-base", "SLIPWAY_HOME");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "up", "down", "status", "logs", "token", "bench", "test", "keys"})
    void shouldTakeTheCommonOptionsBehindEachCommand(String command) {
        assertThat(run(command + " --no-install --port-base 20000 --help")).isZero();
    }

    @Test
    void shouldUseTheRememberedPortsUnlessOthersAreWanted() {
        Installation installation = new Installation(directory, directory.resolve(".slipway"));
        assertThat(parsed().ports(installation)).isEqualTo(PortPlan.wellKnown());

        PortPlan.from(23_000).save(installation.ports());

        assertThat(parsed().ports(installation)).isEqualTo(PortPlan.from(23_000));
        assertThat(parsed("--port-base", "24000").ports(installation).of(Component.API_GATEWAY))
                .isEqualTo(24_000);
    }

    @Test
    void shouldRunTheUndoOnlyWhenBrokenOff() {
        assertThatThrownBy(() -> Session.interruptibly(
                        () -> {
                            throw new PlatformException("no");
                        },
                        () -> out.append("undone")))
                .isInstanceOf(PlatformException.class);

        assertThat(out.toString()).isEmpty();
    }

    private static RootCommand parsed(String... options) {
        RootCommand root = new RootCommand();
        new CommandLine(root).parseArgs(options);
        return root;
    }

    private int run(String call) {
        CommandLine commandLine = RootCommand.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(call.isEmpty() ? new String[0] : call.split(" ", -1));
    }
}
