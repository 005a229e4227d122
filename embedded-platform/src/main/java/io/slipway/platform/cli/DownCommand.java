package io.slipway.platform.cli;

import io.slipway.platform.engine.Engine;
import io.slipway.platform.engine.EngineControl;
import io.slipway.platform.terminal.Screen;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code slipway down}. */
@Command(
        name = "down",
        description =
                "Stop the platform. Data stays; deployed environments go on running as long as the container engine"
                        + " does. The engine is stopped if this checkout started it and no container runs any more.")
final class DownCommand implements Runnable {

    @ParentCommand
    RootCommand root;

    @Override
    public void run() {
        stop(Session.of(root));
    }

    static void stop(Session session) {
        Screen screen = session.screen();
        if (session.platform().isDown()) {
            screen.line("The platform does not run.");
        } else {
            session.platform().down();
            screen.line("The platform is stopped. Its data stays in "
                    + session.installation().home() + ".");
        }
        if (session.engines().isOurs()) {
            stopEngine(session);
        }
    }

    private static void stopEngine(Session session) {
        Optional<Engine> engine = session.engines().find();
        List<String> running = engine.map(EngineControl::runningContainers).orElse(List.of());
        if (running.isEmpty()) {
            session.engines().stopIfOurs();
            session.screen().line("The container engine, which this checkout started, is stopped.");
        } else {
            session.screen()
                    .line("The container engine, which this checkout started, stays: these containers run on it: "
                            + String.join(", ", running) + ". Stop or delete their environments first.");
        }
    }
}
