package io.slipway.platform.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports of the loopback interface. */
public final class Ports {

    private static final int HIGHEST = 65_535;

    private Ports() {}

    /** A port that was free a moment ago. Whoever binds it has to be ready for a port that was taken since. */
    public static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No free port on the loopback interface", e);
        }
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
