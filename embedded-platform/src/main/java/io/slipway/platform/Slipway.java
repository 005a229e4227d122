package io.slipway.platform;

import io.slipway.platform.cli.RootCommand;

/** The {@code slipway} command. */
public final class Slipway {

    private Slipway() {}

    /** Runs one command and ends with its exit code: 0 for success, 1 for a failure, 2 for a wrong usage. */
    public static void main(String[] arguments) {
        System.exit(RootCommand.run(arguments));
    }
}
