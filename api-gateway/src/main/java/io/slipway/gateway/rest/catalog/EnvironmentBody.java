package io.slipway.gateway.rest.catalog;

import io.slipway.gateway.domain.catalog.Cluster;
import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.rest.body.ReferenceBody;
import java.time.Instant;
import java.util.UUID;

/** The contract's {@code Environment}. */
record EnvironmentBody(
        UUID id,
        Instant createdAt,
        Instant updatedAt,
        String name,
        ReferenceBody organization,
        ReferenceBody project,
        CloudProvider cloudProvider,
        Environment.Mode mode,
        UUID clusterId,
        String clusterName) {

    static EnvironmentBody of(Environment environment, Cluster cluster) {
        return new EnvironmentBody(
                environment.id(),
                environment.createdAt(),
                environment.updatedAt(),
                environment.name(),
                new ReferenceBody(environment.organizationId()),
                new ReferenceBody(environment.projectId()),
                new CloudProvider(cluster.provider(), cluster.region()),
                environment.mode(),
                environment.clusterId(),
                cluster.name());
    }

    record CloudProvider(String provider, String cluster) {}
}
