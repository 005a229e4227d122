package io.slipway.platform.cli;

import io.slipway.platform.process.PlatformException;
import io.slipway.platform.stack.Credentials;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code slipway keys}. */
@Command(
        name = "keys",
        description = "Write keyset.json and admin-token into a directory, for installations elsewhere (docker compose,"
                + " Kubernetes). Keys that exist are kept. The directory has to be yours alone; in it the files can be read,"
                + " so that a container's user can who has them mounted.")
final class KeysCommand implements Runnable {

    @ParentCommand
    RootCommand root;

    @Parameters(paramLabel = "DIRECTORY", description = "Where to write them; made if missing.")
    Path directory;

    @Option(
            names = "--rotate",
            description =
                    "Add a key to the keyset that is there; new values are encrypted with it, old ones stay readable.")
    boolean rotate;

    @Override
    public void run() {
        Path keyset = directory.resolve("keyset.json");
        if (rotate) {
            if (!Files.exists(keyset)) {
                throw new PlatformException(
                        "There is no " + keyset + " to rotate. Without --rotate, slipway keys makes one.");
            }
            Credentials.makePrivateDirectory(directory);
            Credentials.rotateKeyset(keyset);
            Credentials.makeReadable(keyset);
            root.screen().line(keyset.toString());
            return;
        }
        Path token = directory.resolve("admin-token");
        Credentials.makePrivateDirectory(directory);
        Credentials.createKeysetIfMissing(keyset);
        Credentials.createTokenIfMissing(token);
        Credentials.makeReadable(keyset);
        Credentials.makeReadable(token);
        root.screen().line(keyset + "\n" + token);
    }
}
