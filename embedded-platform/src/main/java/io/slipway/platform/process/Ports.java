package io.slipway.platform.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of the loopback interface. */
public final class Ports {

    private static final int HIGHEST = 65_535;

    /** Above the ports that workloads are published at, below 32,768, where Linux begins to choose by itself. */
    private static final int FIRST = 30_000;

    private static final int COUNT = 2_700;

    private static final Set<Integer> NAMED = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /**
     * A port that is free and was not named before by this process: of two that are asked for before either is bound,
     * none is the other. It lies below the ports that systems choose by themselves for connections, so that it is not
     * gone again before it is bound.
     *
     * @throws IllegalStateException if there is none left
     */
    public static int free() {
        int offset = ThreadLocalRandom.current().nextInt(COUNT);
        for (int i = 0; i < COUNT; i++) {
            int port = FIRST + (offset + i) % COUNT;
            if (isFree(port) && NAMED.add(port)) {
                return port;
            }
        }
        throw new IllegalStateException(
                "No free port on the loopback interface between " + FIRST + " and " + (FIRST + COUNT - 1));
    }

    /** {@code port} itself, or a {@link #free()} one if it is 0. */
    public static int orFree(int port) {
        if (port < 0 || port > HIGHEST) {
            throw new IllegalArgumentException("Not a port: " + port);
        }
        return port == 0 ? free() : port;
    }

    /** Whether nothing listens on {@code port} of the loopback interface, so that it can be bound. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // Connections in TIME_WAIT do not count as taken.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
