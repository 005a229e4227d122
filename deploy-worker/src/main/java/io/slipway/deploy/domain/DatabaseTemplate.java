package io.slipway.deploy.domain;

import io.slipway.events.spec.DatabaseSpec;
import io.slipway.events.spec.Probes.Check;
import io.slipway.events.spec.Probes.Probe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a database's container is started, after the conventions of the engines' official images: environment, command, where
 * its data is and how to tell that it serves.
 *
 * @param environment holds the password in plain text
 * @param arguments replace the image's own command; empty = as the image has it
 * @param files secret configuration by path
 * @param dataDirectory where the volume is mounted
 * @param readiness all have to succeed
 */
public record DatabaseTemplate(
        Map<String, String> environment,
        List<String> arguments,
        Map<String, String> files,
        String dataDirectory,
        List<Probe> readiness) {

    /** Not where the images have a volume of their own: that place differs from version to version. */
    private static final String POSTGRESQL_DATA = "/var/lib/slipway/postgresql";

    private static final String REDIS_CONFIGURATION = "/etc/slipway/redis.conf";
    private static final int PERIOD_SECONDS = 1;
    private static final int TIMEOUT_SECONDS = 5;
    /** An engine's first start may take minutes on a slow disk; the step's deadline is the real limit. */
    private static final int FAILURES = 300;

    public DatabaseTemplate {
        environment = Map.copyOf(environment);
        arguments = List.copyOf(arguments);
        files = Map.copyOf(files);
        readiness = List.copyOf(readiness);
    }

    /** The template for {@code database} with its password in plain text. */
    public static DatabaseTemplate of(DatabaseSpec database, String password) {
        int port = database.type().port();
        return switch (database.type()) {
            case POSTGRESQL ->
                new DatabaseTemplate(
                        environment(
                                "POSTGRES_USER",
                                database.login(),
                                "POSTGRES_PASSWORD",
                                password,
                                "POSTGRES_DB",
                                database.databaseName(),
                                "PGDATA",
                                POSTGRESQL_DATA + "/pgdata"),
                        List.of(),
                        Map.of(),
                        POSTGRESQL_DATA,
                        // By TCP: while it initialises itself the server listens on its socket only.
                        ready(port, "pg_isready -q -h 127.0.0.1 -U \"$POSTGRES_USER\" -d \"$POSTGRES_DB\""));
            case MYSQL ->
                new DatabaseTemplate(
                        mysql(database, password),
                        List.of(),
                        Map.of(),
                        "/var/lib/mysql",
                        ready(
                                port,
                                "MYSQL_PWD=\"$MYSQL_ROOT_PASSWORD\" mysql -h 127.0.0.1 -u \"${MYSQL_USER:-root}\" -e 'select 1'"
                                        + " \"$MYSQL_DATABASE\""));
            case MONGODB ->
                new DatabaseTemplate(
                        environment(
                                "MONGO_INITDB_ROOT_USERNAME", database.login(),
                                "MONGO_INITDB_ROOT_PASSWORD", password,
                                "MONGO_INITDB_DATABASE", database.databaseName()),
                        List.of(),
                        Map.of(),
                        "/data/db",
                        ready(
                                port,
                                "$(command -v mongosh || command -v mongo) --quiet --host 127.0.0.1 --username"
                                        + " \"$MONGO_INITDB_ROOT_USERNAME\" --password \"$MONGO_INITDB_ROOT_PASSWORD\""
                                        + " --eval 'db.runCommand({ping: 1}).ok' | grep -q 1"));
            case REDIS ->
                new DatabaseTemplate(
                        environment("REDIS_PASSWORD", password),
                        // In a file, because everybody on the machine can read the command lines of processes.
                        List.of("redis-server", REDIS_CONFIGURATION),
                        Map.of(
                                REDIS_CONFIGURATION,
                                "requirepass " + redisString(password) + "\nappendonly yes\ndir /data\n"),
                        "/data",
                        ready(port, "REDISCLI_AUTH=\"$REDIS_PASSWORD\" redis-cli ping | grep -q PONG"));
        };
    }

    /** The image refuses to create root once more. */
    private static Map<String, String> mysql(DatabaseSpec database, String password) {
        return database.login().equals("root")
                ? environment("MYSQL_ROOT_PASSWORD", password, "MYSQL_DATABASE", database.databaseName())
                : environment(
                        "MYSQL_ROOT_PASSWORD",
                        password,
                        "MYSQL_USER",
                        database.login(),
                        "MYSQL_PASSWORD",
                        password,
                        "MYSQL_DATABASE",
                        database.databaseName());
    }

    private static String redisString(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static List<Probe> ready(int port, String shell) {
        return List.of(probe(new Check.Tcp(port)), probe(new Check.Exec(List.of("sh", "-c", shell))));
    }

    private static Probe probe(Check check) {
        return new Probe(check, 0, PERIOD_SECONDS, TIMEOUT_SECONDS, 1, FAILURES);
    }

    private static Map<String, String> environment(String... namesAndValues) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            environment.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return environment;
    }

    /** Without the environment's values: one of them is the password. */
    @Override
    public String toString() {
        return "DatabaseTemplate[" + environment.keySet() + "]";
    }
}
