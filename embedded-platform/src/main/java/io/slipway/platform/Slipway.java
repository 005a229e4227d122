package io.slipway.platform;

import io.slipway.platform.cli.RootCommand;
import io.slipway.platform.process.QuietLog;

/** The {@code slipway} command. */
public final class Slipway {

    private Slipway() {}

    /** Runs one command and ends with its exit code: 0 for success, 1 for a failure, 2 for a wrong usage. */
    public static void main(String[] arguments) {
        if (!"1".equals(System.getenv("SLIPWAY_DEBUG"))) {
            QuietLog.set();
        }
        System.exit(RootCommand.run(arguments));
    }
}
