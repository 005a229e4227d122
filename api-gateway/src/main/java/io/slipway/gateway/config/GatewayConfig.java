package io.slipway.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Settings of the gateway, prefix {@code slipway}. */
@ConfigMapping(prefix = "slipway")
public interface GatewayConfig {

    /**
     * File with the first administrator's API token (one line). At each start the token in it is made valid if it is
     * not yet; without the setting no token is made, and only those in the database count.
     */
    Optional<Path> bootstrapTokenFile();

    /** The cluster that environments are created on when the request names none. */
    Cluster cluster();

    /** How the outbox is emptied. */
    OutboxConfig outbox();

    /** One cluster, as answers describe it. */
    interface Cluster {

        /** Its id; workers serve the clusters that their configuration names. */
        @WithDefault("00000000-0000-4000-8000-000000000001")
        UUID id();

        /** Its name, also the value of {@code QOVERY_KUBERNETES_CLUSTER_NAME}. */
        @WithDefault("local")
        String name();

        /** Its provider, as {@code cloud_provider.provider} shows it. */
        @WithDefault("ON_PREMISE")
        String provider();

        /** Its region, also the value of {@code QOVERY_CLOUD_PROVIDER_REGION}. */
        @WithDefault("local")
        String region();
    }

    /** Settings of the outbox relay. */
    interface OutboxConfig {

        /** Records sent in one transaction at most. */
        @WithDefault("200")
        int batchSize();

        /** How often the outbox is looked at when no notification arrives. */
        @WithDefault("1s")
        Duration pollInterval();
    }
}
