package io.slipway.gateway.rest.service;

import io.slipway.gateway.app.catalog.Services;
import io.slipway.gateway.domain.catalog.Cluster;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.ServiceConfig.ApplicationConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.ContainerConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.DatabaseConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.JobConfig;

/** A service of any type; {@code service_type} tells clients which. */
sealed interface ServiceBody permits ApplicationBody, ContainerBody, DatabaseBody, JobBody {

    static ServiceBody of(Services.Described described, Cluster cluster) {
        Service service = described.service();
        return switch (service.config()) {
            case ApplicationConfig config -> ApplicationBody.of(service, config, cluster);
            case ContainerConfig config -> ContainerBody.of(described, config, cluster);
            case DatabaseConfig config -> DatabaseBody.of(service, config, cluster);
            case JobConfig config -> JobBody.of(described, config, cluster);
        };
    }
}
