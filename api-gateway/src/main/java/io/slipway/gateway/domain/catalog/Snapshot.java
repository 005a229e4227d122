package io.slipway.gateway.domain.catalog;

import io.slipway.events.Copies;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * All that the catalog knows of one environment.
 *
 * @param services oldest first
 * @param variables those of its project, its own and those of its services
 * @param registries of the organization
 * @param gitTokens of the organization
 */
public record Snapshot(
        Environment environment,
        Cluster cluster,
        Pipeline pipeline,
        List<Service> services,
        List<CatalogVariable> variables,
        List<JobOutput> outputs,
        List<Registry> registries,
        List<GitToken> gitTokens) {

    public Snapshot {
        services = Copies.list(services);
        variables = Copies.list(variables);
        outputs = Copies.list(outputs);
        registries = Copies.list(registries);
        gitTokens = Copies.list(gitTokens);
    }

    /** The same with other variables. */
    public Snapshot with(List<CatalogVariable> others) {
        return new Snapshot(environment, cluster, pipeline, services, others, outputs, registries, gitTokens);
    }

    /** The service with this id. */
    public Optional<Service> service(UUID id) {
        return services.stream().filter(service -> service.id().equals(id)).findFirst();
    }

    /** The built-in variables. */
    public List<BuiltIn> builtIns() {
        return BuiltIns.of(environment, cluster, services);
    }

    /** The registries by id. */
    public Map<UUID, Registry> registriesById() {
        return registries.stream().collect(Collectors.toMap(Registry::id, registry -> registry));
    }
}
