package io.slipway.platform.stack;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Which port each component listens on: either the well-known ones, or consecutive ones from a base, so that several
 * checkouts run side by side.
 *
 * @param ports port of each component
 * @param controllerPort port on which the broker talks to itself
 * @param base the base; empty for the well-known ports
 */
public record PortPlan(Map<Component, Integer> ports, int controllerPort, Optional<Integer> base) {

    /** Ports that a base needs: the base itself and those after it. */
    public static final int SIZE = 9;

    private static final int CONTROLLER_OFFSET = 7;
    private static final int DEFAULT_CONTROLLER_PORT = 19_093;
    private static final int LOWEST_BASE = 1_024;
    private static final int HIGHEST_BASE = 65_535 - SIZE + 1;

    public PortPlan {
        ports = Map.copyOf(ports);
    }

    /** Gateway 8080, the other services 8081 to 8085, broker 19092 and 19093, database 15432. */
    public static PortPlan wellKnown() {
        Map<Component, Integer> ports = new EnumMap<>(Component.class);
        for (Component component : Component.values()) {
            ports.put(component, component.defaultPort());
        }
        return new PortPlan(ports, DEFAULT_CONTROLLER_PORT, Optional.empty());
    }

    /**
     * The services from {@code base} on, the gateway first; then the broker (two ports) and the database.
     *
     * @throws IllegalArgumentException if there are not enough unprivileged ports from there on
     */
    public static PortPlan from(int base) {
        if (base < LOWEST_BASE || base > HIGHEST_BASE) {
            throw new IllegalArgumentException("The port base must be between " + LOWEST_BASE + " and " + HIGHEST_BASE
                    + " (" + SIZE + " ports are used from there on), not " + base);
        }
        Map<Component, Integer> ports = new EnumMap<>(Component.class);
        for (Component component : Component.values()) {
            ports.put(component, base + component.offset());
        }
        return new PortPlan(ports, base + CONTROLLER_OFFSET, Optional.of(base));
    }

    /** What {@link #save} wrote to {@code file}; empty if there is none. */
    public static Optional<PortPlan> savedIn(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
        String base = properties.getProperty("base", "");
        return Optional.of(base.isBlank() ? wellKnown() : from(Integer.parseInt(base.strip())));
    }

    /** Remembers this plan, so that later commands find what runs. */
    public void save(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, "base=" + base.map(Object::toString).orElse("") + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    /** Port of {@code component}. */
    public int of(Component component) {
        return ports.getOrDefault(component, component.defaultPort());
    }

    /** Address of the REST interface, without a slash at the end. */
    public String gatewayUrl() {
        return "http://127.0.0.1:" + of(Component.API_GATEWAY);
    }

    /** Address of the broker. */
    public String bootstrapServers() {
        return "127.0.0.1:" + of(Component.KAFKA);
    }
}
