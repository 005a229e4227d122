package io.slipway.events.spec;

import io.slipway.events.Copies;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The whole desired configuration of one environment: topic {@code environment.spec}, compacted, key = environment id.
 *
 * <p>A tombstone (null value) for the key means that the environment has been forgotten.
 *
 * @param version grows with every change of this environment; a request may name the version that it was made against
 * @param mode {@code DEVELOPMENT}, {@code STAGING}, {@code PRODUCTION} or {@code PREVIEW}
 * @param clusterId the cluster that runs the environment; workers serve only the clusters in their configuration
 * @param stages in deployment order
 * @param services every service, each in exactly one of the stages
 * @param variables project, environment, service and built-in variables; outputs of jobs are not among them (the
 *     orchestrator owns these)
 */
public record EnvironmentSpec(
        String environmentId,
        long version,
        String name,
        String mode,
        String projectId,
        String organizationId,
        String clusterId,
        List<StageSpec> stages,
        List<ServiceSpec> services,
        List<Variable> variables) {

    public EnvironmentSpec {
        Copies.required(environmentId, "environmentId");
        Copies.required(name, "name");
        mode = mode == null ? "DEVELOPMENT" : mode;
        projectId = projectId == null ? "" : projectId;
        organizationId = organizationId == null ? "" : organizationId;
        clusterId = clusterId == null ? "" : clusterId;
        stages = Copies.list(stages);
        services = Copies.list(services);
        variables = Copies.list(variables);
    }

    /** The service with this id, if the environment has one. */
    public Optional<ServiceSpec> service(@Nullable String serviceId) {
        return services.stream().filter(s -> s.id().equals(serviceId)).findFirst();
    }

    /** The environment's identity as commands to workers carry it. */
    public EnvironmentRef ref() {
        return new EnvironmentRef(environmentId, name, projectId, organizationId, clusterId);
    }
}
