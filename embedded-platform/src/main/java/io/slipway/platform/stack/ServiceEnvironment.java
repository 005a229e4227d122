package io.slipway.platform.stack;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The settings that a service is started with, as environment variables. */
final class ServiceEnvironment {

    private static final Set<Component> WITH_KEYSET =
            Set.of(Component.API_GATEWAY, Component.BUILD_WORKER, Component.DEPLOY_WORKER, Component.OUTPUT_COLLECTOR);
    private static final Set<Component> WORKERS =
            Set.of(Component.BUILD_WORKER, Component.DEPLOY_WORKER, Component.OUTPUT_COLLECTOR);
    private static final Set<Component> WITH_STREAMS =
            Set.of(Component.PIPELINE_ORCHESTRATOR, Component.STATUS_AGGREGATOR);

    private ServiceEnvironment() {}

    /**
     * Settings of {@code service}.
     *
     * @param databasePassword password of the database user
     * @param runtime what the workers use
     */
    static Map<String, String> of(
            Component service,
            Installation installation,
            PortPlan ports,
            String databasePassword,
            WorkerRuntime runtime) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("KAFKA_BOOTSTRAP_SERVERS", ports.bootstrapServers());
        settings.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        settings.put("QUARKUS_HTTP_PORT", Integer.toString(ports.of(service)));
        settings.put("SLIPWAY_INSTANCE_ID", service.label() + "-0");
        if (WITH_KEYSET.contains(service)) {
            settings.put("SLIPWAY_SECRETS_KEYSET_FILE", installation.keyset().toString());
        }
        if (WORKERS.contains(service)) {
            settings.putAll(runtime.settings());
        }
        if (WITH_STREAMS.contains(service)) {
            settings.put(
                    "SLIPWAY_STREAMS_STATE_DIR",
                    installation.data(service).resolve("streams").toString());
        }
        if (service == Component.BUILD_WORKER) {
            settings.put(
                    "SLIPWAY_GIT_ALLOWED_FILE_ROOTS",
                    installation.repositories().toString());
            settings.put(
                    "SLIPWAY_BUILD_WORK_DIRECTORY",
                    installation.data(service).resolve("work").toString());
        }
        if (service == Component.API_GATEWAY) {
            String database = "postgresql://127.0.0.1:" + ports.of(Component.POSTGRESQL) + "/slipway";
            settings.put("QUARKUS_DATASOURCE_REACTIVE_URL", database);
            settings.put("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:" + database);
            settings.put("QUARKUS_DATASOURCE_USERNAME", "slipway");
            settings.put("QUARKUS_DATASOURCE_PASSWORD", databasePassword);
            settings.put(
                    "SLIPWAY_BOOTSTRAP_TOKEN_FILE", installation.adminToken().toString());
        }
        return settings;
    }
}
