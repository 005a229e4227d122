package io.slipway.platform.cli;

import io.slipway.platform.stack.Credentials;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code slipway keys}. */
@Command(
        name = "keys",
        description = "Write keyset.json and admin-token into a directory, for installations elsewhere (docker compose,"
                + " Kubernetes). Files that exist are left alone.")
final class KeysCommand implements Runnable {

    @ParentCommand
    RootCommand root;

    @Parameters(paramLabel = "DIRECTORY", description = "Where to write them; made if missing.")
    Path directory;

    @Override
    public void run() {
        Path keyset = directory.resolve("keyset.json");
        Path token = directory.resolve("admin-token");
        Credentials.createKeysetIfMissing(keyset);
        Credentials.createTokenIfMissing(token);
        root.screen().line(keyset + "\n" + token);
    }
}
