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
        AtomicReference<Optional<RuntimeException>> failure = new AtomicReference<>(Optional.empty());
        AtomicReference<Optional<Engine>> engine = new AtomicReference<>(Optional.empty());
        AtomicReference<Optional<String>> environment = new AtomicReference<>(Optional.empty());
        Session.interruptibly(
                () -> {
                    try {
                        engine.set(Optional.of(stopwatch.time("container engine", session::engine)));
                        provideImages(session, engine.get().orElseThrow(), stopwatch);
                        stopwatch.time(
                                "start platform",
                                () -> session.platform().up(engine.get().orElseThrow()));
                        try (SlipwayClient client =
                                new SlipwayClient(session.ports().gatewayUrl(), session.token())) {
                            new Demo(session.installation(), session.ports(), client, screen, stopwatch)
                                    .run(keep, id -> environment.set(Optional.of(id)));
                        }
                    } catch (RuntimeException e) {
                        failure.set(Optional.of(e));
                    }
                    if (wasDown && !keep) {
                        screen.line("");
                        stopwatch.time("stop platform", () -> DownCommand.stop(session));
                    }
                },
                () -> {
                    session.platform().stopStartedHere();
                    environment
                            .get()
                            .ifPresent(id -> engine.get()
                                    .ifPresent(found ->
                                            EngineControl.removeLabelled(found, "io.slipway.environment=" + id)));
                });
        screen.line("");
        screen.line("Time");
        stopwatch.lines().forEach(screen::line);
        screen.line("");
        if (failure.get().isPresent()) {
            screen.line("demo: failed: " + failure.get().get().getMessage());
            if (!(failure.get().get() instanceof DemoFailure)) {
                throw failure.get().get();
            }
            return 1;
        }
        screen.line("demo: passed");
        return 0;
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
