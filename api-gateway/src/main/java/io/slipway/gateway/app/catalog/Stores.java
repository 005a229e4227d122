package io.slipway.gateway.app.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** All of the catalog's stores, for who needs them all. */
@ApplicationScoped
class Stores {

    private final ProjectStore projects;
    private final EnvironmentStore environments;
    private final VariableStore variables;
    private final RestrictionStore restrictions;

    @Inject
    Stores(
            ProjectStore projects,
            EnvironmentStore environments,
            VariableStore variables,
            RestrictionStore restrictions) {
        this.projects = projects;
        this.environments = environments;
        this.variables = variables;
        this.restrictions = restrictions;
    }

    ProjectStore projects() {
        return projects;
    }

    EnvironmentStore environments() {
        return environments;
    }

    VariableStore variables() {
        return variables;
    }

    RestrictionStore restrictions() {
        return restrictions;
    }
}
