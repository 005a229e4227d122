package io.slipway.platform.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code slipway token}. */
@Command(name = "token", description = "Print the administrator's API token.")
final class TokenCommand implements Runnable {

    @ParentCommand
    RootCommand root;

    @Override
    public void run() {
        Session session = Session.of(root);
        session.screen().line(session.token());
    }
}
