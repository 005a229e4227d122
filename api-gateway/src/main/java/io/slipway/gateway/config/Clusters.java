package io.slipway.gateway.config;

import io.slipway.gateway.domain.catalog.Cluster;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

@Dependent
class Clusters {

    @Produces
    @Singleton
    Cluster cluster(ClusterConfig config) {
        return new Cluster(
                config.id(),
                config.name(),
                config.provider(),
                config.region(),
                config.maximum().cpu(),
                config.maximum().memory());
    }
}
