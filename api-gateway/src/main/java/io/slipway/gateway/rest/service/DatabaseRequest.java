package io.slipway.gateway.rest.service;

import io.slipway.events.spec.DatabaseSpec.Engine;
import io.slipway.gateway.app.catalog.DatabaseCredentials;
import io.slipway.gateway.app.catalog.DatabaseCredentials.Credentials;
import io.slipway.gateway.app.catalog.Services;
import io.slipway.gateway.domain.catalog.Cluster;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.ServiceConfig.DatabaseConfig;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.body.Limits;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the contract's {@code DatabaseRequest} and {@code DatabaseEditRequest}. In an edit what is absent stays as it is.
 */
final class DatabaseRequest {

    private static final int CPU = 250;
    private static final int STORAGE = 10;
    private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z][0-9A-Za-z._-]{0,63}");

    private DatabaseRequest() {}

    static Services.Draft create(byte @Nullable [] bytes, Cluster cluster, DatabaseCredentials generator) {
        Body body = Body.of(bytes);
        common(body);
        String name = Limits.name(body, "name");
        Engine engine = body.requiredEnumeration("type", Engine.class);
        String version = version(body, body.requiredText("version", Limits.SHORT_TEXT));
        if (body.requiredEnumeration("mode", Mode.class) == Mode.MANAGED && body.has("mode")) {
            body.error("mode", "must be CONTAINER: managed databases are not supported");
        }
        boolean accessible = accessibility(body, false);
        int cpu = ServiceFields.cpu(body, cluster, CPU);
        int memory = ServiceFields.memory(body, cluster, standardMemory(engine));
        int storage = body.integer("storage", STORAGE, 1, Limits.GIB);
        String icon = ServiceFields.icon(body, Icons.DATABASE);
        String description = Limits.description(body);
        body.check();
        Credentials credentials = generator.generate(engine);
        return new Services.Draft(
                name,
                description,
                icon,
                new DatabaseConfig(
                        engine,
                        version,
                        accessible,
                        cpu,
                        memory,
                        storage,
                        credentials.login(),
                        credentials.password(),
                        credentials.databaseName()));
    }

    static Services.Draft edit(Body body, Service old, DatabaseConfig config, Cluster cluster) {
        common(body);
        String name = Limits.optionalName(body, "name");
        String version = body.text("version", Limits.SHORT_TEXT);
        int storage = body.integer("storage", config.storageGib(), 1, Limits.GIB);
        if (storage < config.storageGib()) {
            body.error("storage", "must not be less than the present " + config.storageGib());
        }
        Services.Draft draft = new Services.Draft(
                name == null ? old.name() : name,
                body.mentions("description") ? Limits.description(body) : old.description(),
                ServiceFields.icon(body, old.iconUri()),
                new DatabaseConfig(
                        config.engine(),
                        version == null ? config.version() : version(body, version),
                        accessibility(body, config.publiclyAccessible()),
                        ServiceFields.cpu(body, cluster, config.cpuMillis()),
                        ServiceFields.memory(body, cluster, config.memoryMib()),
                        storage,
                        config.login(),
                        config.password(),
                        config.databaseName()));
        body.check();
        return draft;
    }

    private static void common(Body body) {
        Limits.unsupportedList(body, "annotations_groups");
        Limits.unsupportedList(body, "labels_groups");
        // For managed databases only; the contract says to ignore them elsewhere.
        body.text("instance_type", Limits.SHORT_TEXT);
        body.text("disk_type", Limits.SHORT_TEXT);
    }

    private static String version(Body body, String version) {
        if (!version.isEmpty() && !VERSION.matcher(version).matches()) {
            body.error("version", "must be a version such as 16 or 7.0.2");
        }
        return version;
    }

    private static boolean accessibility(Body body, boolean standard) {
        Accessibility given = body.enumeration("accessibility", Accessibility.class);
        return given == null ? standard : given == Accessibility.PUBLIC;
    }

    /** MiB, as the contract has them. */
    private static int standardMemory(Engine engine) {
        return switch (engine) {
            case POSTGRESQL, REDIS -> 100;
            case MONGODB -> 256;
            case MYSQL -> 512;
        };
    }

    /** The contract's {@code DatabaseModeEnum}. */
    enum Mode {
        CONTAINER,
        MANAGED
    }

    /** The contract's {@code DatabaseAccessibilityEnum}. */
    enum Accessibility {
        PRIVATE,
        PUBLIC
    }
}
