package io.slipway.platform.cli;

import io.slipway.platform.client.SlipwayClient;
import io.slipway.platform.demo.Demo;
import io.slipway.platform.demo.DemoFailure;
import io.slipway.platform.demo.Sample;
import io.slipway.platform.demo.Stopwatch;
import io.slipway.platform.engine.Engine;
import io.slipway.platform.engine.EngineControl;
import io.slipway.platform.images.BaseImages;
import io.slipway.platform.terminal.Screen;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
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

    @Override
    public Integer call() {
        Session session = Session.of(root);
        Screen screen = session.screen();
        Stopwatch stopwatch = new Stopwatch();
        builtIn().ifPresent(duration -> stopwatch.add("build", duration));
        boolean wasDown = session.platform().isDown();
        AtomicReference<Optional<Engine>> engine = new AtomicReference<>(Optional.empty());
        AtomicReference<Optional<String>> environment = new AtomicReference<>(Optional.empty());
        Optional<RuntimeException> failure = Optional.empty();
        try {
            Session.interruptibly(
                    () -> run(session, stopwatch, engine, environment), () -> undo(session, engine, environment));
        } catch (RuntimeException e) {
            failure = Optional.of(e);
        }
        if (wasDown && !keep) {
            screen.line("");
            stopwatch.time("stop platform", () -> DownCommand.stop(session));
        }
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
            AtomicReference<Optional<Engine>> engine,
            AtomicReference<Optional<String>> environment) {
        Engine found = stopwatch.time("container engine", session::engine);
        engine.set(Optional.of(found));
        provideImages(session, found, stopwatch);
        stopwatch.time("start platform", () -> session.platform().up(found));
        try (SlipwayClient client = new SlipwayClient(session.ports().gatewayUrl(), session.token())) {
            new Demo(session.installation(), session.ports(), client, session.screen(), stopwatch)
                    .run(keep, id -> environment.set(Optional.of(id)));
        }
    }

    private static void undo(
            Session session, AtomicReference<Optional<Engine>> engine, AtomicReference<Optional<String>> environment) {
        session.screen().line("Interrupted: stopping what this demo started.");
        session.platform().stopStartedHere();
        environment
                .get()
                .ifPresent(id -> engine.get()
                        .ifPresent(found -> EngineControl.removeLabelled(found, "io.slipway.environment=" + id)));
    }

    private static void provideImages(Session session, Engine engine, Stopwatch stopwatch) {
        List<String> images =
                Sample.load(session.installation().samples().resolve("shop")).images();
        stopwatch.time(
                "base images",
                () -> new BaseImages(engine, session.installation().cache().resolve("images"), session.screen()::line)
                        .provide(images));
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
