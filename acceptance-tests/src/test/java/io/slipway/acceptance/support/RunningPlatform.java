package io.slipway.acceptance.support;

import io.slipway.platform.engine.Engine;
import io.slipway.platform.engine.EngineControl;
import io.slipway.platform.images.BaseImages;
import io.slipway.platform.process.Ports;
import io.slipway.platform.process.Signals;
import io.slipway.platform.stack.Component;
import io.slipway.platform.stack.Installation;
import io.slipway.platform.stack.Platform;
import io.slipway.platform.stack.PlatformListener;
import io.slipway.platform.stack.PortPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * The installation that all tests of this module share: six services, broker and database as processes of their own, under
 * {@code target/}. It is started by the first test that asks for it and stopped after the last one.
 */
public final class RunningPlatform {

    private static final String INSTANCE_LABEL = "io.slipway.instance";
    private static @Nullable RunningPlatform shared;

    private final Installation installation;
    private final PortPlan ports;
    private final Platform processes;
    private final io.slipway.platform.engine.Engine engine;
    private final Api api;
    private final Observer observer;
    private final io.slipway.acceptance.support.Engine view;

    private boolean stopped;

    private RunningPlatform(Engine engine) throws IOException {
        Path module = Path.of("").toAbsolutePath();
        Path root = Files.exists(module.resolve("api-gateway")) ? module : module.getParent();
        Path home = Files.createTempDirectory(
                Files.createDirectories(root.resolve("acceptance-tests/target")), "platform-");
        this.engine = engine;
        this.installation = new Installation(root, home);
        this.ports = freePorts();
        this.processes = new Platform(installation, ports, new Quiet());
        // For a run that is broken off; a complete one has stopped it already.
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-platform"));
        new BaseImages(engine, home.resolve("images"), System.err::println)
                .provide(List.of("busybox:1.36", "postgres:15"));
        processes.up(engine);
        this.api = new Api(ports.gatewayUrl(), adminToken());
        this.observer = new Observer(ports.bootstrapServers());
        this.view = new io.slipway.acceptance.support.Engine(engine.host());
    }

    /** The shared installation; a test is skipped, with a note, if there is no container engine and none is demanded. */
    public static synchronized RunningPlatform get() {
        if (shared == null) {
            Engine engine = new EngineControl(Path.of("target/engine"), System.getenv())
                    .find()
                    .orElseThrow(RunningPlatform::noEngine);
            try {
                shared = new RunningPlatform(engine);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return shared;
    }

    /** Stops the installation, if it was started, and removes what it has left on the engine. */
    static synchronized void stopShared() {
        if (shared != null) {
            shared.stop();
            shared = null;
        }
    }

    private static RuntimeException noEngine() {
        String note = "no container engine answers: these tests need one (./slipway test brings it)";
        return Boolean.getBoolean("slipway.docker.required")
                ? new IllegalStateException(note)
                : new TestAbortedException(note);
    }

    /** The administrator's token. */
    public String adminToken() throws IOException {
        return Files.readString(installation.adminToken()).strip();
    }

    /** A client of the gateway with the administrator's token. */
    public Api api() {
        return api;
    }

    /** A reader of the topics. */
    public Observer observer() {
        return observer;
    }

    /** What the container engine shows. */
    public io.slipway.acceptance.support.Engine engine() {
        return view;
    }

    public String bootstrapServers() {
        return ports.bootstrapServers();
    }

    public String gatewayUrl() {
        return ports.gatewayUrl();
    }

    public Installation installation() {
        return installation;
    }

    /** JDBC address of the gateway's database. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + ports.of(Component.POSTGRESQL) + "/slipway";
    }

    /** Makes a git repository that the build worker may read. */
    public String repository(String name, Map<String, String> files) throws IOException {
        return GitRepository.create(installation.repositories().resolve(name + "-" + System.nanoTime()), files);
    }

    /** kill -9, then starts the process again and waits until everything is ready. */
    public void killAndStart(Component component) {
        ProcessHandle process = processes
                .running(component)
                .orElseThrow(() -> new IllegalStateException(component.label() + " does not run"));
        Signals.send(process.pid(), "KILL");
        if (!Signals.awaitExit(process, Duration.ofSeconds(60))) {
            throw new IllegalStateException(component.label() + " survived kill -9");
        }
        processes.up(engine);
    }

    /** First of enough free ports for another installation. */
    public int freePortBase() {
        return freePorts().base().orElseThrow();
    }

    private static PortPlan freePorts() {
        for (int attempt = 0; attempt < 100; attempt++) {
            // Below the ports that systems hand out by themselves, and apart from those that workloads are published
            // at.
            int base = 12_000 + ThreadLocalRandom.current().nextInt(700) * 10;
            PortPlan plan = PortPlan.from(base);
            boolean free =
                    java.util.stream.IntStream.range(base, base + PortPlan.SIZE).allMatch(Ports::isFree);
            if (free) {
                return plan;
            }
        }
        throw new IllegalStateException("no " + PortPlan.SIZE + " free ports in a row");
    }

    private synchronized void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        processes.down();
        EngineControl.removeLabelled(engine, INSTANCE_LABEL + "=" + installation.instance());
    }

    private static final class Quiet implements PlatformListener {

        @Override
        public void say(String text) {
            System.err.println("platform: " + text);
        }

        @Override
        public void starting(Component component) {}

        @Override
        public void ready(Component component) {}

        @Override
        public void stopped(Component component) {}

        @Override
        public void waiting() {}
    }
}
