package io.slipway.platform.engine;

import io.slipway.platform.process.Daemons;
import io.slipway.platform.process.PlatformException;
import io.slipway.platform.process.RunningProcess;
import io.slipway.platform.process.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The engine's two daemons where no service manager looks after them. They are started one by one: {@code dockerd}
 * would start {@code containerd} as its child, and killing the one would then take the other along.
 */
final class EngineDaemons {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int LOG_TAIL_LINES = 10;

    private final Path state;
    private final Layout layout;

    /**
     * Where the daemons keep their files.
     *
     * @param prefix what the daemons are run through; nothing usually
     * @param containerdSocket socket of {@code containerd}
     * @param dockerSocket socket of {@code dockerd}
     * @param containerdArguments further arguments
     * @param dockerdArguments further arguments
     */
    record Layout(
            List<String> prefix,
            Path containerdSocket,
            Path dockerSocket,
            List<String> containerdArguments,
            List<String> dockerdArguments) {

        Layout {
            prefix = List.copyOf(prefix);
            containerdArguments = List.copyOf(containerdArguments);
            dockerdArguments = List.copyOf(dockerdArguments);
        }

        /** The places that the packages and every client know. */
        static Layout standard() {
            return new Layout(
                    List.of(),
                    Path.of("/run/containerd/containerd.sock"),
                    Path.of("/var/run/docker.sock"),
                    List.of(),
                    List.of());
        }
    }

    /** Daemons whose process ids and logs are in {@code state}. */
    EngineDaemons(Path state, Layout layout) {
        this.state = state;
        this.layout = layout;
    }

    /** Whether this installation started the engine, and it still runs. */
    boolean areOurs() {
        return running("dockerd").isPresent();
    }

    Engine start() {
        try {
            Files.createDirectories(state);
            if (!Files.exists(layout.containerdSocket())
                    || running("containerd").isEmpty()) {
                startContainerd();
            }
            List<String> command = new ArrayList<>(layout.prefix());
            command.addAll(List.of(
                    "dockerd",
                    "--containerd",
                    layout.containerdSocket().toString(),
                    "--host",
                    "unix://" + layout.dockerSocket(),
                    // Containers go on when the daemon dies.
                    "--live-restore"));
            command.addAll(layout.dockerdArguments());
            Process dockerd = Daemons.start(command, Map.of(), Path.of("/"), log("dockerd"), pidFile("dockerd"));
            Engine engine = new Engine("unix://" + layout.dockerSocket());
            await("dockerd", dockerd, () -> Files.exists(layout.dockerSocket()) && engine.answers());
            return engine;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start the container engine", e);
        }
    }

    /** Stops what {@link #start()} started and still runs. */
    boolean stop() {
        Optional<ProcessHandle> dockerd = running("dockerd");
        Optional<ProcessHandle> containerd = running("containerd");
        dockerd.ifPresent(process -> Signals.stop(process, "TERM", STOP_TIMEOUT));
        containerd.ifPresent(process -> Signals.stop(process, "TERM", STOP_TIMEOUT));
        try {
            Files.deleteIfExists(pidFile("dockerd"));
            Files.deleteIfExists(pidFile("containerd"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return dockerd.isPresent() || containerd.isPresent();
    }

    private void startContainerd() throws IOException {
        if (accepts(layout.containerdSocket())) {
            // Somebody else's: used, but not ours to stop.
            return;
        }
        Files.createDirectories(layout.containerdSocket().getParent());
        List<String> command = new ArrayList<>(layout.prefix());
        command.addAll(
                List.of("containerd", "--address", layout.containerdSocket().toString()));
        command.addAll(layout.containerdArguments());
        Process containerd = Daemons.start(command, Map.of(), Path.of("/"), log("containerd"), pidFile("containerd"));
        await("containerd", containerd, () -> accepts(layout.containerdSocket()));
    }

    private void await(String name, Process process, BooleanSupplier ready) {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        try {
            while (!ready.getAsBoolean()) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    stop();
                    throw new PlatformException(
                            name + " does not start. The end of " + log(name) + ":\n" + logTail(name));
                }
                TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
            throw new PlatformException("Interrupted while " + name + " was starting", e);
        }
    }

    private static boolean accepts(Path socket) {
        if (!Files.exists(socket)) {
            return false;
        }
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<ProcessHandle> running(String name) {
        return RunningProcess.recordedIn(pidFile(name)).flatMap(RunningProcess::handle);
    }

    private Path pidFile(String name) {
        return state.resolve(name + ".pid");
    }

    private Path log(String name) {
        return state.resolve(name + ".log");
    }

    private String logTail(String name) {
        try {
            List<String> lines = Files.exists(log(name)) ? Files.readAllLines(log(name)) : List.of();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(cannot be read)";
        }
    }
}
