package io.slipway.platform.stack;

import io.slipway.platform.engine.Engine;
import io.slipway.platform.kafka.BrokerMain;
import io.slipway.platform.kafka.EmbeddedKafka;
import io.slipway.platform.postgres.EmbeddedPostgres;
import io.slipway.platform.process.CacheDirectory;
import io.slipway.platform.process.Daemons;
import io.slipway.platform.process.PlatformException;
import io.slipway.platform.process.PortOwner;
import io.slipway.platform.process.Ports;
import io.slipway.platform.process.RunningProcess;
import io.slipway.platform.process.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The processes of one installation. They are found by their recorded process ids, so that any later command can watch
 * and stop what an earlier one started; a process that only inherited an id is never touched.
 */
public final class Platform {

    private static final Duration READY_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int LOG_TAIL_LINES = 8;
    private static final List<String> SMALL_JVM = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xss512k",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED");

    private final Installation installation;
    private final PortPlan ports;
    private final PlatformListener listener;
    private final Readiness readiness;
    private final EnumSet<Component> startedHere = EnumSet.noneOf(Component.class);
    private boolean brokenOff;

    /** The processes of {@code installation} on the ports of the plan. */
    public Platform(Installation installation, PortPlan ports, PlatformListener listener) {
        this.installation = installation;
        this.ports = ports;
        this.listener = listener;
        this.readiness = new Readiness(installation, ports);
        if (System.getProperty(CacheDirectory.PROPERTY) == null) {
            System.setProperty(CacheDirectory.PROPERTY, installation.cache().toString());
        }
    }

    /**
     * Starts what does not run yet and waits until everything is ready.
     *
     * @param engine the container engine that the workers use
     * @throws PlatformException if something does not start; what this call started is stopped again then
     */
    public void up(Engine engine) {
        up(WorkerRuntime.of(engine, installation));
    }

    /**
     * Starts what does not run yet and waits until everything is ready.
     *
     * @param runtime what the workers use
     * @throws PlatformException if something does not start, or workers run that use something else; what this call
     *     started is stopped again then
     */
    public void up(WorkerRuntime runtime) {
        Set<Component> missing = missing();
        checkRuntime(missing, runtime);
        checkBuilt(missing);
        checkPorts(missing);
        Credentials.createKeysetIfMissing(installation.keyset());
        Credentials.createTokenIfMissing(installation.adminToken());
        ports.save(installation.ports());
        runtime.save(installation.runtime());
        Set<Component> startedBefore = EnumSet.copyOf(startedHere);
        try {
            Files.createDirectories(installation.repositories());
            if (missing.contains(Component.KAFKA)) {
                startBroker();
            }
            if (missing.contains(Component.POSTGRESQL)) {
                startDatabase();
            }
            awaitReady(EnumSet.of(Component.KAFKA));
            for (Component service : Component.services()) {
                if (missing.contains(service)) {
                    startService(service, runtime);
                }
            }
            awaitReady(EnumSet.allOf(Component.class));
        } catch (IOException e) {
            stopStartedSince(startedBefore);
            throw new UncheckedIOException("Cannot start the platform", e);
        } catch (RuntimeException e) {
            stopStartedSince(startedBefore);
            throw e;
        }
    }

    /** Stops, in reverse order, what this object started: for when the process that started it is broken off. */
    public synchronized void stopStartedHere() {
        brokenOff = true;
        stop(EnumSet.copyOf(startedHere));
    }

    private void stopStartedSince(Set<Component> before) {
        Set<Component> fresh = EnumSet.copyOf(startedHere);
        fresh.removeAll(before);
        stop(fresh);
    }

    /** Stops everything that runs: services first, then broker and database. */
    public void down() {
        stop(EnumSet.allOf(Component.class));
    }

    /** How every component is. */
    public List<ComponentStatus> status() {
        return Arrays.stream(Component.values()).map(this::statusOf).toList();
    }

    /** The recorded process of {@code component}, if it runs. */
    public Optional<ProcessHandle> running(Component component) {
        return RunningProcess.recordedIn(installation.pidFile(component)).flatMap(RunningProcess::handle);
    }

    /** Whether every component runs and is ready. */
    public boolean isUp() {
        return status().stream().allMatch(status -> status.state() == ComponentStatus.State.READY);
    }

    /** Whether no component runs. */
    public boolean isDown() {
        return missing().size() == Component.values().length;
    }

    private Set<Component> missing() {
        return Arrays.stream(Component.values())
                .filter(component -> running(component).isEmpty())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Component.class)));
    }

    private void checkBuilt(Set<Component> components) {
        for (Component component : components) {
            if (component.isService()
                    && !Files.exists(installation.built(component).resolve("quarkus-run.jar"))) {
                throw new PlatformException(component.label() + " is not built: "
                        + installation.built(component).resolve("quarkus-run.jar") + " is missing. Run mvn package"
                        + " -DskipTests, or unset SLIPWAY_SKIP_BUILD.");
            }
        }
    }

    private void checkRuntime(Set<Component> missing, WorkerRuntime runtime) {
        boolean workersRun = Component.workers().stream().anyMatch(worker -> !missing.contains(worker));
        WorkerRuntime.savedIn(installation.runtime())
                .filter(saved -> workersRun && !saved.equals(runtime.description()))
                .ifPresent(saved -> {
                    throw new PlatformException("The platform runs with another target: " + saved + ", not "
                            + runtime.description() + ". Stop it first: ./slipway down");
                });
    }

    private void checkPorts(Set<Component> components) {
        List<String> taken = new ArrayList<>();
        for (Component component : components) {
            int port = ports.of(component);
            if (!Ports.isFree(port)) {
                taken.add("Port " + port + " (" + component.label() + ") is taken by "
                        + PortOwner.of(port).orElse("a process that cannot be told"));
            }
        }
        if (components.contains(Component.KAFKA) && !Ports.isFree(ports.controllerPort())) {
            taken.add("Port " + ports.controllerPort() + " (kafka, controller) is taken by "
                    + PortOwner.of(ports.controllerPort()).orElse("a process that cannot be told"));
        }
        if (!taken.isEmpty()) {
            throw new PlatformException(String.join("\n", taken) + "\nStop that process, or choose other ports: "
                    + "--port-base N (or SLIPWAY_PORT_BASE) takes " + PortPlan.SIZE + " ports from N on.");
        }
    }

    private synchronized void startDatabase() {
        begin(Component.POSTGRESQL);
        EmbeddedPostgres.startDetached(installation.data(Component.POSTGRESQL), ports.of(Component.POSTGRESQL));
        listener.ready(Component.POSTGRESQL);
    }

    private synchronized void startBroker() throws IOException {
        begin(Component.KAFKA);
        Path data = installation.data(Component.KAFKA);
        Files.deleteIfExists(EmbeddedKafka.pidFile(data));
        Path program = installation.program(Component.KAFKA);
        Programs.copyLauncher(installation.built(Component.KAFKA), program);
        List<String> command = new ArrayList<>(List.of(java(), "-Xmx128m"));
        command.addAll(SMALL_JVM);
        command.addAll(List.of(
                "-cp",
                program + "/*",
                BrokerMain.class.getName(),
                data.toString(),
                Integer.toString(ports.of(Component.KAFKA)),
                Integer.toString(ports.controllerPort())));
        start(Component.KAFKA, command, Map.of());
    }

    private synchronized void startService(Component service, WorkerRuntime runtime) throws IOException {
        begin(service);
        Path program = installation.program(service);
        Programs.copyTree(installation.built(service), program);
        String password = EmbeddedPostgres.password(installation.data(Component.POSTGRESQL))
                .orElse("");
        List<String> command = new ArrayList<>(List.of(java(), "-Xmx" + heapMiB(service) + "m"));
        command.addAll(SMALL_JVM);
        command.addAll(List.of("-jar", program.resolve("quarkus-run.jar").toString()));
        start(service, command, ServiceEnvironment.of(service, installation, ports, password, runtime));
    }

    private static int heapMiB(Component service) {
        return switch (service) {
            case API_GATEWAY, PIPELINE_ORCHESTRATOR, BUILD_WORKER, DEPLOY_WORKER -> 128;
            default -> 96;
        };
    }

    private void begin(Component component) {
        if (brokenOff) {
            throw new PlatformException("Starting the platform was broken off.");
        }
        startedHere.add(component);
        listener.starting(component);
    }

    private void start(Component component, List<String> command, Map<String, String> environment) throws IOException {
        Files.createDirectories(installation.data(component));
        Daemons.start(
                command,
                environment,
                installation.home(),
                installation.log(component),
                installation.pidFile(component));
    }

    private void awaitReady(Set<Component> components) {
        Map<Component, Boolean> ready = new EnumMap<>(Component.class);
        long deadline = System.nanoTime() + READY_TIMEOUT.toNanos();
        while (true) {
            for (Component component : components) {
                if (ready.containsKey(component)) {
                    continue;
                }
                if (running(component).isEmpty()) {
                    throw new PlatformException(
                            component.label() + " ended while it was starting. " + endOfLog(component));
                }
                if (readiness.obstacle(component).isEmpty()) {
                    ready.put(component, true);
                    listener.ready(component);
                }
            }
            if (ready.size() == components.size()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new PlatformException(notReady(components, ready.keySet()));
            }
            listener.waiting();
            pause();
        }
    }

    private String notReady(Set<Component> components, Set<Component> ready) {
        return components.stream()
                .filter(component -> !ready.contains(component))
                .map(component -> component.label() + " is not ready after " + READY_TIMEOUT.toSeconds() + " s ("
                        + readiness.obstacle(component).orElse("ready just now") + "). " + endOfLog(component))
                .collect(Collectors.joining("\n"));
    }

    private String endOfLog(Component component) {
        Path log = installation.log(component);
        return "The end of " + log + ":\n"
                + LogText.tail(log, LOG_TAIL_LINES).stream()
                        .map(LogText::readable)
                        .collect(Collectors.joining("\n"));
    }

    private synchronized void stop(Set<Component> components) {
        List<Component> services =
                components.stream().filter(Component::isService).toList();
        Map<Component, ProcessHandle> running = new EnumMap<>(Component.class);
        services.forEach(service -> running(service).ifPresent(process -> running.put(service, process)));
        // All are told at once, the gateway first, and then waited for.
        running.values().forEach(process -> Signals.send(process.pid(), "TERM"));
        for (Map.Entry<Component, ProcessHandle> entry : running.entrySet()) {
            finish(entry.getKey(), entry.getValue());
        }
        if (components.contains(Component.KAFKA)) {
            running(Component.KAFKA).ifPresent(process -> {
                Signals.send(process.pid(), "TERM");
                finish(Component.KAFKA, process);
            });
        }
        if (components.contains(Component.POSTGRESQL)
                && EmbeddedPostgres.stop(installation.data(Component.POSTGRESQL))) {
            listener.stopped(Component.POSTGRESQL);
        }
        startedHere.removeAll(components);
    }

    private void finish(Component component, ProcessHandle process) {
        if (!Signals.awaitExit(process, STOP_TIMEOUT)) {
            listener.say(component.label() + " did not end within " + STOP_TIMEOUT.toSeconds() + " s and is killed.");
            process.destroyForcibly();
            Signals.awaitExit(process, STOP_TIMEOUT);
        }
        try {
            Files.deleteIfExists(installation.pidFile(component));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        listener.stopped(component);
    }

    private ComponentStatus statusOf(Component component) {
        Optional<ProcessHandle> process = running(component);
        int port = ports.of(component);
        if (process.isEmpty()) {
            return new ComponentStatus(
                    component,
                    OptionalLong.empty(),
                    port,
                    ComponentStatus.State.STOPPED,
                    OptionalLong.empty(),
                    Optional.empty());
        }
        long pid = process.get().pid();
        Optional<String> obstacle = readiness.obstacle(component);
        return new ComponentStatus(
                component,
                OptionalLong.of(pid),
                port,
                obstacle.isEmpty() ? ComponentStatus.State.READY : ComponentStatus.State.NOT_READY,
                memoryKiB(process.get()),
                obstacle);
    }

    /** Of the process and its children: PostgreSQL has several. */
    private static OptionalLong memoryKiB(ProcessHandle process) {
        long sum = 0;
        boolean known = false;
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process);
        for (ProcessHandle each : all) {
            OptionalLong one = Memory.ofProcess(each.pid());
            known |= one.isPresent();
            sum += one.orElse(0);
        }
        return known ? OptionalLong.of(sum) : OptionalLong.empty();
    }

    private static String java() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("win") ? "java.exe" : "java";
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformException("Interrupted while the platform was starting", e);
        }
    }
}
