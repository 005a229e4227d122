package io.slipway.platform.cli;

import io.slipway.platform.demo.DemoFailure;
import io.slipway.platform.process.PlatformException;
import io.slipway.platform.stack.Installation;
import io.slipway.platform.stack.PortPlan;
import io.slipway.platform.terminal.Screen;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code slipway}: what all commands have in common. */
@Command(
        name = "slipway",
        description =
                "Deploys environments, stage by stage. Everything that it makes is under .slipway in the checkout.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nEnvironment:%n",
        footer = {
            "  SLIPWAY_HOME        directory to use instead of .slipway",
            "  SLIPWAY_PORT_BASE   as --port-base",
            "  SLIPWAY_SKIP_BUILD  1: use what is built, do not build",
            "  SLIPWAY_DEBUG       1: stack traces with errors",
            "  DOCKER_HOST         address of the container engine",
            "  SLIPWAY_REGISTRY    as --registry",
            "  SLIPWAY_REGISTRY_USERNAME, SLIPWAY_REGISTRY_PASSWORD   login for --registry",
            "",
            "Ports without a base: gateway 8080, the other services 8081 to 8085, Kafka 19092 (19093), PostgreSQL 15432."
        },
        subcommands = {
            DemoCommand.class,
            TestCommand.class,
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            TokenCommand.class,
            BenchCommand.class,
            KeysCommand.class
        })
public final class RootCommand implements Runnable {

    private static final int FAILURE = 1;

    @Spec
    CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    boolean help;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            scope = ScopeType.INHERIT,
            description =
                    "Use the ports from N on: six services, two for Kafka, PostgreSQL. Remembered for later commands.")
    @Nullable
    Integer portBase;

    @Option(
            names = "--no-install",
            scope = ScopeType.INHERIT,
            description = "Never install a container engine; explain what to install.")
    boolean noInstall;

    /** Runs a command and gives its exit code. */
    public static int run(String[] arguments) {
        return commandLine().execute(arguments);
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new RootCommand());
        commandLine.setUsageHelpAutoWidth(true);
        commandLine.setParameterExceptionHandler(RootCommand::wrongUsage);
        commandLine.setExecutionExceptionHandler(RootCommand::failure);
        return commandLine;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: a command is missing.");
    }

    Installation installation() {
        Path root = Path.of(System.getProperty("slipway.root", "."));
        String home = System.getenv("SLIPWAY_HOME");
        return new Installation(root, home == null || home.isBlank() ? root.resolve(".slipway") : Path.of(home));
    }

    /** The ports of this call: as asked for, else as remembered, else the well-known ones. */
    PortPlan ports(Installation installation) {
        Optional<Integer> wanted = wantedBase();
        try {
            return wanted.map(PortPlan::from)
                    .orElseGet(() -> PortPlan.savedIn(installation.ports()).orElseGet(PortPlan::wellKnown));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Optional<Integer> wantedBase() {
        if (portBase != null) {
            return Optional.of(portBase);
        }
        String configured = System.getenv("SLIPWAY_PORT_BASE");
        if (configured == null || configured.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Integer.parseInt(configured.strip()));
        } catch (NumberFormatException e) {
            throw new ParameterException(spec.commandLine(), "SLIPWAY_PORT_BASE is not a number: " + configured, e);
        }
    }

    Screen screen() {
        return Screen.ofThisProcess();
    }

    private static int wrongUsage(ParameterException e, String[] arguments) {
        CommandLine commandLine = e.getCommandLine();
        PrintWriter err = commandLine.getErr();
        err.println(e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
        err.print(commandLine.getHelp().synopsis(0));
        err.println("./slipway --help tells more.");
        return commandLine.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static int failure(Exception e, CommandLine commandLine, CommandLine.ParseResult parseResult) {
        boolean expected =
                e instanceof PlatformException || e instanceof DemoFailure || e instanceof UncheckedIOException;
        PrintWriter err = commandLine.getErr();
        if (expected && e.getMessage() != null) {
            err.println(e.getMessage());
        }
        if (!expected || "1".equals(System.getenv("SLIPWAY_DEBUG"))) {
            e.printStackTrace(err);
        }
        err.flush();
        return FAILURE;
    }
}
