package io.slipway.platform.stack;

import io.slipway.platform.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Where an installation keeps what.
 *
 * @param root the checkout, with the modules and the samples
 * @param home the directory for everything that is made at run time
 */
public record Installation(Path root, Path home) {

    private static final int INSTANCE_DIGITS = 8;

    public Installation {
        root = root.toAbsolutePath().normalize();
        home = home.toAbsolutePath().normalize();
    }

    /** Data of {@code component}. */
    public Path data(Component component) {
        return home.resolve("data").resolve(component.label());
    }

    /** Output of {@code component}. */
    public Path log(Component component) {
        return switch (component) {
            case POSTGRESQL -> EmbeddedPostgres.logFile(data(component));
            default -> home.resolve("logs").resolve(component.label() + ".log");
        };
    }

    /** Process id of {@code component}. */
    public Path pidFile(Component component) {
        return switch (component) {
            case POSTGRESQL -> EmbeddedPostgres.pidFile(data(component));
            default -> home.resolve("run").resolve(component.label() + ".pid");
        };
    }

    /** Copy of the program of {@code component} that runs, so that a new build does not pull it from under it. */
    public Path program(Component component) {
        return home.resolve("run").resolve(component.label());
    }

    /** Program of {@code component} as it was built. */
    public Path built(Component component) {
        return switch (component) {
            case POSTGRESQL, KAFKA -> root.resolve("embedded-platform").resolve("target");
            default -> root.resolve(component.label()).resolve("target").resolve("quarkus-app");
        };
    }

    /** Keys for secret values. */
    public Path keyset() {
        return home.resolve("secrets").resolve("keyset.json");
    }

    /** The administrator's API token. */
    public Path adminToken() {
        return home.resolve("secrets").resolve("admin-token");
    }

    /** The ports in use, see {@link PortPlan}. */
    public Path ports() {
        return home.resolve("run").resolve("ports.properties");
    }

    /** What {@code slipway test} tells the tests of a cluster, one {@code NAME=value} a line. */
    public Path testVariables() {
        return home.resolve("run").resolve("test-variables");
    }

    /** What the workers that run use, see {@link WorkerRuntime}. */
    public Path runtime() {
        return home.resolve("run").resolve("runtime");
    }

    /** State of the container engine that this installation started. */
    public Path engine() {
        return home.resolve("engine");
    }

    /** Git repositories made for the samples; the build worker may read from here. */
    public Path repositories() {
        return home.resolve("repositories");
    }

    /** Unpacked binaries. */
    public Path cache() {
        return home.resolve("cache");
    }

    /** The samples of the checkout. */
    public Path samples() {
        return root.resolve("samples");
    }

    /** Name of this installation on a container engine that it may share with others. */
    public String instance() {
        try {
            Path real = Files.exists(home) ? home.toRealPath() : home;
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(real.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, INSTANCE_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
