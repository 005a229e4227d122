package io.slipway.gateway.app.catalog;

import io.slipway.gateway.app.error.Found;
import io.slipway.gateway.domain.catalog.CatalogVariable;
import io.slipway.gateway.domain.catalog.Cluster;
import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.catalog.Pipeline;
import io.slipway.gateway.domain.catalog.Snapshot;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** Reads everything of an environment, in the caller's transaction. */
@ApplicationScoped
public class Snapshots {

    private final EnvironmentStore environments;
    private final VariableStore variables;
    private final ProjectStore projects;
    private final Cluster cluster;

    @Inject
    public Snapshots(EnvironmentStore environments, VariableStore variables, ProjectStore projects, Cluster cluster) {
        this.environments = environments;
        this.variables = variables;
        this.projects = projects;
        this.cluster = cluster;
    }

    /** One query after the other: they share one connection. */
    Uni<Snapshot> of(Environment environment) {
        return environments
                .wholeEnvironment(environment.id())
                .map(Found.or("environment", environment.id()))
                .chain(whole -> variables
                        .ofProject(environment.projectId())
                        .chain(ofProject -> variables
                                .ofEnvironment(environment.id())
                                .chain(own -> variables
                                        .outputsOf(environment.id())
                                        .chain(outputs -> projects.registriesOf(environment.organizationId())
                                                .chain(registries -> projects.gitTokensOf(environment.organizationId())
                                                        .map(tokens -> new Snapshot(
                                                                environment,
                                                                cluster,
                                                                new Pipeline(whole.stages()),
                                                                whole.services(),
                                                                joined(ofProject, own),
                                                                outputs,
                                                                registries,
                                                                tokens)))))));
    }

    private static List<CatalogVariable> joined(List<CatalogVariable> ofProject, List<CatalogVariable> own) {
        List<CatalogVariable> all = new ArrayList<>(ofProject);
        all.addAll(own);
        return all;
    }
}
