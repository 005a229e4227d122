package io.slipway.events.spec;

import io.slipway.events.Copies;
import java.util.Locale;

/**
 * A database in container mode with generated credentials and a volume that survives stop.
 *
 * @param version the version as users name it, also the tag of the default image
 * @param password ciphertext
 * @param publiclyAccessible whether the port is published outside of the environment
 */
public record DatabaseSpec(
        String id,
        String name,
        String stageId,
        boolean skipped,
        String hostname,
        Engine type,
        String version,
        String login,
        Value password,
        String databaseName,
        boolean publiclyAccessible,
        RunSpec.Resources resources,
        int storageGib)
        implements ServiceSpec {

    public DatabaseSpec {
        Copies.required(id, "id");
        Copies.required(name, "name");
        Copies.required(stageId, "stageId");
        Copies.required(hostname, "hostname");
        Copies.required(type, "type");
        Copies.required(version, "version");
        Copies.required(login, "login");
        Copies.required(password, "password");
        Copies.required(databaseName, "databaseName");
        resources = resources == null ? new RunSpec.Resources(250, 256) : resources;
    }

    /** The database engines with their standard ports. */
    public enum Engine {
        POSTGRESQL(5432),
        MYSQL(3306),
        MONGODB(27017),
        REDIS(6379);

        private final int port;

        Engine(int port) {
            this.port = port;
        }

        /** The port that the engine listens on inside the environment. */
        public int port() {
            return port;
        }

        /** Lower-case name, as hostnames and URLs use it. */
        public String lowerCase() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
