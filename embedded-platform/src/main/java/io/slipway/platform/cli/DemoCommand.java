package io.slipway.platform.cli;

import io.slipway.platform.client.SlipwayClient;
import io.slipway.platform.demo.Demo;
import io.slipway.platform.demo.DemoFailure;
import io.slipway.platform.demo.Sample;
import io.slipway.platform.demo.Stopwatch;
import io.slipway.platform.terminal.Screen;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code slipway demo}. */
@Command(
        name = "demo",
        description =
                "Start the platform, deploy the sample environment, check it, stop and delete it. The platform is"
                        + " stopped again if this started it. Interrupted, it removes its containers and stops what it started.")
final class DemoCommand implements Callable<Integer> {

    @ParentCommand
    RootCommand root;

    @Option(names = "--keep", description = "Leave the environment deployed and the platform running.")
    boolean keep;

    @Mixin
    ClusterOptions cluster;

    @Override
    public Integer call() {
        cluster.areGiven();
        Session session = Session.of(root);
        Screen screen = session.screen();
        Stopwatch stopwatch = new Stopwatch();
        builtIn().ifPresent(duration -> stopwatch.add("build", duration));
        boolean wasDown = session.platform().isDown();
        AtomicReference<Optional<Target>> target = new AtomicReference<>(Optional.empty());
        AtomicReference<Optional<String>> environment = new AtomicReference<>(Optional.empty());
        Optional<RuntimeException> failure = Optional.empty();
        try {
            Session.interruptibly(
                    () -> run(session, stopwatch, target, environment), () -> undo(session, target, environment));
        } catch (RuntimeException e) {
            failure = Optional.of(e);
        }
        if (wasDown && !keep) {
            screen.line("");
            stopwatch.time("stop platform", () -> DownCommand.stop(session));
            if (failure.isEmpty()) {
                target.get().ifPresent(used -> stopwatch.time("tidy up", used::tidy));
            }
        }
        target.get().ifPresent(Target::close);
        screen.line("");
        screen.line("Time");
        stopwatch.lines().forEach(screen::line);
        screen.line("");
        if (failure.isPresent()) {
            screen.line("demo: failed: " + failure.get().getMessage());
            if (!(failure.get() instanceof DemoFailure)) {
                throw failure.get();
            }
            return 1;
        }
        screen.line("demo: passed");
        return 0;
    }

    private void run(
            Session session,
            Stopwatch stopwatch,
            AtomicReference<Optional<Target>> target,
            AtomicReference<Optional<String>> environment) {
        Target used = stopwatch.time(
                cluster.areGiven() ? "cluster, registry" : "container engine", () -> session.target(cluster));
        target.set(Optional.of(used));
        stopwatch.time("builder", used::checkBuilds);
        List<String> images =
                Sample.load(session.installation().samples().resolve("shop")).images();
        stopwatch.time("base images", () -> used.provideImages(images));
        stopwatch.time("start platform", () -> session.platform().up(used.runtime()));
        try (SlipwayClient client = new SlipwayClient(session.ports().gatewayUrl(), session.token())) {
            new Demo(session.installation(), session.ports(), client, session.screen(), stopwatch, used.reach())
                    .run(keep, id -> environment.set(Optional.of(id)));
        }
    }

    private static void undo(
            Session session, AtomicReference<Optional<Target>> target, AtomicReference<Optional<String>> environment) {
        session.screen().line("Interrupted: stopping what this demo started.");
        session.platform().stopStartedHere();
        environment.get().ifPresent(id -> target.get().ifPresent(used -> used.removeEnvironment(id)));
    }

    /** How long the launcher script took to build. */
    private static Optional<Duration> builtIn() {
        String millis = System.getenv("SLIPWAY_BUILD_MILLIS");
        try {
            return millis == null || millis.isBlank()
                    ? Optional.empty()
                    : Optional.of(Duration.ofMillis(Long.parseLong(millis.strip())));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
