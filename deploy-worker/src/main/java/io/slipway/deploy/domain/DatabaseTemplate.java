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
 * @param entrypoint empty = the image's own
 * @param dataDirectory where the volume is mounted
 * @param readiness all have to succeed
 */
public record DatabaseTemplate(
        Map<String, String> environment, List<String> entrypoint, String dataDirectory, List<Probe> readiness) {

    private static final int PERIOD_SECONDS = 1;
    private static final int TIMEOUT_SECONDS = 5;
    /** An engine's first start may take minutes on a slow disk; the step's deadline is the real limit. */
    private static final int FAILURES = 300;

    public DatabaseTemplate {
        environment = Map.copyOf(environment);
        entrypoint = List.copyOf(entrypoint);
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
                                "/var/lib/postgresql/data/pgdata"),
                        List.of(),
                        "/var/lib/postgresql/data",
                        // By TCP: while it initialises itself the server listens on its socket only.
                        ready(port, "pg_isready -q -h 127.0.0.1 -U \"$POSTGRES_USER\" -d \"$POSTGRES_DB\""));
            case MYSQL ->
                new DatabaseTemplate(
                        environment(
                                "MYSQL_ROOT_PASSWORD",
                                password,
                                "MYSQL_USER",
                                database.login(),
                                "MYSQL_PASSWORD",
                                password,
                                "MYSQL_DATABASE",
                                database.databaseName()),
                        List.of(),
                        "/var/lib/mysql",
                        ready(
                                port,
                                "MYSQL_PWD=\"$MYSQL_PASSWORD\" mysql -h 127.0.0.1 -u \"$MYSQL_USER\" -e 'select 1'"
                                        + " \"$MYSQL_DATABASE\""));
            case MONGODB ->
                new DatabaseTemplate(
                        environment(
                                "MONGO_INITDB_ROOT_USERNAME", database.login(),
                                "MONGO_INITDB_ROOT_PASSWORD", password,
                                "MONGO_INITDB_DATABASE", database.databaseName()),
                        List.of(),
                        "/data/db",
                        ready(
                                port,
                                "$(command -v mongosh || command -v mongo) --quiet --host 127.0.0.1 --username"
                                        + " \"$MONGO_INITDB_ROOT_USERNAME\" --password \"$MONGO_INITDB_ROOT_PASSWORD\""
                                        + " --eval 'db.runCommand({ping: 1}).ok' | grep -q 1"));
            case REDIS ->
                new DatabaseTemplate(
                        environment("REDIS_PASSWORD", password),
                        // The password comes from the environment, so that it is in no command line.
                        List.of(
                                "sh",
                                "-c",
                                "exec docker-entrypoint.sh redis-server --requirepass \"$REDIS_PASSWORD\""
                                        + " --appendonly yes"),
                        "/data",
                        ready(port, "REDISCLI_AUTH=\"$REDIS_PASSWORD\" redis-cli ping | grep -q PONG"));
        };
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
