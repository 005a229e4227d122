package io.slipway.gateway.domain.catalog;

import io.slipway.events.spec.DatabaseSpec.Engine;
import io.slipway.events.spec.Value;
import io.slipway.events.variable.VariableNames;
import io.slipway.gateway.domain.catalog.ServiceConfig.ApplicationConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.ContainerConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.DatabaseConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.JobConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Derives the built-in variables of an environment. What is known only when something has been deployed (a job's event,
 * a commit, an external address) is not among them.
 */
public final class BuiltIns {

    private final List<BuiltIn> all = new ArrayList<>();

    private BuiltIns() {}

    /** Those of the environment, then those of its services in the given order. */
    public static List<BuiltIn> of(Environment environment, Cluster cluster, List<Service> services) {
        BuiltIns builtIns = new BuiltIns();
        builtIns.add(environment, cluster);
        services.forEach(service -> builtIns.add(environment, service));
        return List.copyOf(builtIns.all);
    }

    private void add(Environment environment, Cluster cluster) {
        UUID id = environment.id();
        plain(id, "QOVERY_PROJECT_ID", environment.projectId().toString());
        plain(id, "QOVERY_ENVIRONMENT_ID", id.toString());
        plain(id, "QOVERY_ENVIRONMENT_NAME", environment.name());
        plain(id, "QOVERY_ENVIRONMENT_TYPE", environment.mode().name());
        plain(id, "QOVERY_CLOUD_PROVIDER_REGION", cluster.region());
        plain(id, "QOVERY_KUBERNETES_CLUSTER_NAME", cluster.name());
        plain(
                id,
                "QOVERY_KUBERNETES_NAMESPACE_NAME",
                "z" + VariableNames.shortId(id.toString()) + "-" + VariableNames.dnsLabel(environment.name()));
    }

    private void add(Environment environment, Service service) {
        String id = service.id().toString();
        switch (service.config()) {
            case ApplicationConfig application -> {
                about(service, "APPLICATION", "HOST_INTERNAL", VariableNames.webHostname(id, service.name()));
                branch(service, "APPLICATION", application.source().branch());
                own(service, "QOVERY_APPLICATION_ID", id);
                own(service, "QOVERY_APPLICATION_NAME", service.name());
            }
            case ContainerConfig _ ->
                about(service, "CONTAINER", "HOST_INTERNAL", VariableNames.webHostname(id, service.name()));
            case JobConfig job -> {
                own(service, "QOVERY_JOB_ID", id);
                own(service, "QOVERY_JOB_NAME", service.name());
                about(service, "JOB", "ENVIRONMENT_NAME", environment.name());
                if (job.source() instanceof Source.Git git) {
                    branch(service, "JOB", git.branch());
                }
            }
            case DatabaseConfig database -> add(service, database);
        }
    }

    private void add(Service service, DatabaseConfig database) {
        Engine engine = database.engine();
        String type = engine.name();
        String host = VariableNames.databaseHostname(service.id().toString(), engine);
        about(service, type, "HOST", host);
        about(service, type, "HOST_INTERNAL", host);
        about(service, type, "PORT", Integer.toString(engine.port()));
        about(service, type, "LOGIN", database.login());
        about(service, type, "DEFAULT_DATABASE_NAME", database.databaseName());
        String password = VariableNames.ofService(type, service.id().toString(), "PASSWORD");
        add(service, password, service, null, Value.secret(database.password()), true);
        // Templates: only the worker that starts a container can put the password in.
        Value url = Value.plain(url(database, host, "{{" + password + "}}"));
        add(service, VariableNames.ofService(type, service.id().toString(), "DATABASE_URL"), service, null, url, true);
        add(
                service,
                VariableNames.ofService(type, service.id().toString(), "DATABASE_URL_INTERNAL"),
                service,
                null,
                url,
                true);
    }

    private static String url(DatabaseConfig database, String host, String password) {
        String address = database.login() + ":" + password + "@" + host + ":"
                + database.engine().port();
        return switch (database.engine()) {
            case POSTGRESQL -> "postgresql://" + address + "/" + database.databaseName();
            case MYSQL -> "mysql://" + address + "/" + database.databaseName();
            case MONGODB -> "mongodb://" + address + "/" + database.databaseName() + "?authSource=admin";
            case REDIS -> "redis://" + address;
        };
    }

    private void branch(Service service, String type, @Nullable String branch) {
        if (branch != null) {
            about(service, type, "GIT_BRANCH", branch);
        }
    }

    private void about(Service service, String type, String suffix, String value) {
        String key = VariableNames.ofService(type, service.id().toString(), suffix);
        add(service, key, service, null, Value.plain(value), false);
    }

    private void own(Service service, String key, String value) {
        add(service, key, service, service.id(), Value.plain(value), false);
    }

    private void add(
            Service owner, String key, @Nullable Service about, @Nullable UUID onlyFor, Value value, boolean secret) {
        all.add(new BuiltIn(id(owner.id(), key), key, about, onlyFor, value, secret));
    }

    private void plain(UUID environmentId, String key, String value) {
        all.add(new BuiltIn(id(environmentId, key), key, null, null, Value.plain(value), false));
    }

    private static UUID id(UUID owner, String key) {
        return UUID.fromString(VariableNames.builtInId(owner.toString(), key));
    }
}
