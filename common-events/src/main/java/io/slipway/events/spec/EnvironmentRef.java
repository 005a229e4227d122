package io.slipway.events.spec;

import io.slipway.events.Copies;

/** What a worker needs to know of the environment that a step belongs to. */
public record EnvironmentRef(String id, String name, String projectId, String organizationId, String clusterId) {

    public EnvironmentRef {
        Copies.required(id, "id");
        name = name == null ? "" : name;
        projectId = projectId == null ? "" : projectId;
        organizationId = organizationId == null ? "" : organizationId;
        clusterId = clusterId == null ? "" : clusterId;
    }
}
