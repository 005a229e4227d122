package io.slipway.platform.cli;

import io.slipway.platform.stack.Component;
import io.slipway.platform.terminal.Screen;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code slipway up}. */
@Command(
        name = "up",
        description = "Start the platform: PostgreSQL, Kafka and the six services. What runs already is left alone."
                + " Interrupted, it stops what it started.")
final class UpCommand implements Runnable {

    @ParentCommand
    RootCommand root;

    @Mixin
    ClusterOptions cluster;

    @Override
    public void run() {
        boolean onCluster = cluster.areGiven();
        Session session = Session.of(root);
        Session.interruptibly(
                () -> {
                    try (Target target = session.target(cluster)) {
                        if (onCluster) {
                            ((ClusterTarget) target).buildObstacle().ifPresent(session.screen()::line);
                            target.provideImages(List.of());
                        }
                        session.platform().up(target.runtime());
                        printPlaces(session, target);
                    }
                },
                session.platform()::stopStartedHere);
    }

    private static void printPlaces(Session session, Target target) {
        Screen screen = session.screen();
        screen.line("");
        screen.line("The platform is ready.");
        place(screen, "REST interface", session.ports().gatewayUrl() + "  (OpenAPI: /q/openapi)");
        place(screen, "API token", session.installation().adminToken() + "  (./slipway token)");
        place(screen, "Kafka", session.ports().bootstrapServers());
        place(
                screen,
                "PostgreSQL",
                "127.0.0.1:" + session.ports().of(Component.POSTGRESQL) + "/slipway, user slipway," + " password in "
                        + session.installation().data(Component.POSTGRESQL).resolve("password"));
        place(screen, "deploys on", target.runtime().description());
        place(screen, "logs", session.installation().home().resolve("logs") + "  (./slipway logs SERVICE)");
        place(
                screen,
                "git repositories",
                "file:// addresses below " + session.installation().repositories());
        screen.line("Stop it with ./slipway down.");
    }

    private static void place(Screen screen, String what, String where) {
        screen.line(String.format("  %-18s %s", what, where));
    }
}
