package io.slipway.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.UUID;

/** The cluster that environments are created on, as answers describe it. */
@ConfigMapping(prefix = "slipway.cluster")
public interface ClusterConfig {

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

    /** What one instance of a service may have at most. */
    Maximum maximum();

    /** Upper bounds, answered as {@code maximum_cpu} and {@code maximum_memory} and enforced on requests. */
    interface Maximum {

        /** Millicores. */
        @WithDefault("32000")
        int cpu();

        /** MiB. */
        @WithDefault("131072")
        int memory();
    }
}
