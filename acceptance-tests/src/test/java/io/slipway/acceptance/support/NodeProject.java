package io.slipway.acceptance.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Node project in {@code acceptance-tests/clients}. */
public final class NodeProject {

    private static final String NEEDED = "Node 20.10 or newer with npm is needed";
    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.(\\d+)\\..*", Pattern.DOTALL);
    private static final int NEEDED_VERSION = 20_010;
    private static final Pattern NPM_CODE = Pattern.compile("npm (?:error|ERR!) code (\\S+)");

    /** What npm says where there is no way to a registry; anything else is wrong with the project. */
    private static final Pattern UNREACHABLE = Pattern.compile("ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT"
            + "|ENETUNREACH|EHOSTUNREACH|EIDLETIMEOUT|ERR_SOCKET_TIMEOUT|FETCH_ERROR|E407|E5\\d\\d");

    private final Path directory;
    private final Path logs;

    /**
     * The project.
     *
     * @param logs where its output is kept
     */
    public NodeProject(Path directory, Path logs) {
        this.directory = directory;
        this.logs = logs;
    }

    /** How a program ended, and what it said. */
    public record Ended(int exitCode, String output) {}

    /** Installs the packages of the lock file; tells what is in the way of that, if it is not the project itself. */
    public Optional<String> install() throws IOException, InterruptedException {
        Optional<Ended> version = attempt("node", "--version");
        if (version.isEmpty()) {
            return Optional.of("there is no node on the PATH: " + NEEDED);
        }
        if (number(version.get().output()) < NEEDED_VERSION) {
            return Optional.of("node is " + version.get().output().strip() + ": " + NEEDED);
        }
        if (attempt("npm", "--version").isEmpty()) {
            return Optional.of("there is no npm on the PATH: " + NEEDED);
        }
        Ended install = run(
                3,
                Map.of(),
                "npm",
                "ci",
                "--ignore-scripts",
                "--prefer-offline",
                "--fetch-retries=1",
                "--fetch-timeout=30000");
        if (install.exitCode() == 0) {
            return Optional.empty();
        }
        Matcher code = NPM_CODE.matcher(install.output());
        if (code.find() && UNREACHABLE.matcher(code.group(1)).matches()) {
            return Optional.of("npm does not reach its registry (" + code.group(1) + ")");
        }
        throw new IllegalStateException("npm ci failed:\n" + install.output());
    }

    /** Runs the project's tests with these environment variables. */
    public Ended test(Map<String, String> variables) throws IOException, InterruptedException {
        return run(15, variables, "npm", "test", "--silent");
    }

    private Optional<Ended> attempt(String... command) throws InterruptedException {
        try {
            return Optional.of(run(1, Map.of(), command)).filter(ended -> ended.exitCode() == 0);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private Ended run(int patienceMinutes, Map<String, String> variables, String... command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(logs, "clients-", ".log");
        ProcessBuilder builder = new ProcessBuilder(List.of(command)).directory(directory.toFile());
        builder.environment().putAll(variables);
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(patienceMinutes, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
        return new Ended(process.waitFor(), Files.readString(output));
    }

    private static int number(String version) {
        Matcher parts = VERSION.matcher(version);
        return parts.matches() ? Integer.parseInt(parts.group(1)) * 1000 + Integer.parseInt(parts.group(2)) : 0;
    }
}
