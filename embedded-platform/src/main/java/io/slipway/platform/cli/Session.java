package io.slipway.platform.cli;

import io.slipway.platform.engine.Engine;
import io.slipway.platform.engine.EngineControl;
import io.slipway.platform.process.PlatformException;
import io.slipway.platform.stack.Component;
import io.slipway.platform.stack.Installation;
import io.slipway.platform.stack.Platform;
import io.slipway.platform.stack.PortPlan;
import io.slipway.platform.terminal.Screen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** What one command works with, put together from its options. */
final class Session {

    private final Installation installation;
    private final PortPlan ports;
    private final Screen screen;
    private final boolean mayInstall;
    private final EngineControl engines;
    private final Platform platform;

    private Session(RootCommand root) {
        this.installation = root.installation();
        this.ports = root.ports(installation);
        this.screen = root.screen();
        this.mayInstall = !root.noInstall;
        this.engines = new EngineControl(installation.engine(), System.getenv());
        this.platform = new Platform(installation, ports, new Progress(screen));
        checkPortsUnchanged();
    }

    static Session of(RootCommand root) {
        return new Session(root);
    }

    Installation installation() {
        return installation;
    }

    PortPlan ports() {
        return ports;
    }

    Screen screen() {
        return screen;
    }

    EngineControl engines() {
        return engines;
    }

    Platform platform() {
        return platform;
    }

    /** The container engine, installed and started if need be and allowed. */
    Engine engine() {
        return engines.ensure(mayInstall, screen::line);
    }

    /** What to build and deploy on: the cluster that is asked for, else the container engine. */
    Target target(ClusterOptions options) {
        return options.areGiven() ? new ClusterTarget(this, options) : new EngineTarget(this);
    }

    /** The administrator's token. */
    String token() {
        try {
            if (!Files.exists(installation.adminToken())) {
                throw new PlatformException("There is no token yet: ./slipway up makes it.");
            }
            return Files.readString(installation.adminToken()).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + installation.adminToken(), e);
        }
    }

    /**
     * Runs {@code work}. If this process is told to end meanwhile (Ctrl-C), {@code undo} runs, so that nothing is left half
     * done; this method does not return then.
     */
    static void interruptibly(Runnable work, Runnable undo) {
        AtomicBoolean over = new AtomicBoolean();
        AtomicBoolean brokenOff = new AtomicBoolean();
        Thread hook = new Thread(
                () -> {
                    if (!over.get()) {
                        brokenOff.set(true);
                        undo.run();
                    }
                },
                "undo");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            work.run();
        } finally {
            over.set(true);
            while (brokenOff.get()) {
                // Nothing more is to be said or done: the JVM ends when the hook has.
                LockSupport.park(hook);
            }
        }
    }

    private void checkPortsUnchanged() {
        PortPlan.savedIn(installation.ports())
                .filter(saved -> !saved.equals(ports))
                .filter(saved -> !platform.isDown())
                .ifPresent(saved -> {
                    List<String> running = List.of(Component.values()).stream()
                            .filter(component -> platform.running(component).isPresent())
                            .map(Component::label)
                            .toList();
                    throw new PlatformException("This installation runs on other ports ("
                            + saved.base().map(base -> "base " + base).orElse("the well-known ones") + "): "
                            + String.join(", ", running) + ". Leave --port-base and SLIPWAY_PORT_BASE out, or stop it"
                            + " first: SLIPWAY_PORT_BASE= ./slipway down");
                });
    }
}
