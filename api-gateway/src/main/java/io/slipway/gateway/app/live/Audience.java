package io.slipway.gateway.app.live;

import io.slipway.gateway.app.catalog.Catalog;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.Found;
import io.slipway.gateway.app.token.Access;
import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.token.ApiToken;
import io.slipway.gateway.domain.token.Role;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who may follow what. Whoever names an environment names its project and organization, too; where one is not in the
 * other, it is not there.
 */
@ApplicationScoped
public class Audience {

    private final Catalog catalog;
    private final Access access;

    Audience(Catalog catalog, Access access) {
        this.catalog = catalog;
        this.access = access;
    }

    /** Makes sure that a token may follow a project; fails with {@link ApiException.NotFound} if it may not. */
    public Uni<Void> project(ApiToken token, UUID organizationId, UUID projectId) {
        return organization(token, organizationId)
                .chain(() -> catalog.organizationOfProject(projectId))
                .map(found -> found.filter(organizationId::equals))
                .map(Found.or("project", projectId))
                .replaceWithVoid();
    }

    /**
     * Makes sure that a token may follow an environment.
     *
     * @param projectId null = whichever
     * @param clusterId null = whichever
     * @return fails with {@link ApiException.NotFound} if it may not
     */
    public Uni<Environment> environment(
            ApiToken token,
            UUID organizationId,
            @Nullable UUID projectId,
            UUID environmentId,
            @Nullable UUID clusterId) {
        return organization(token, organizationId)
                .chain(() -> catalog.environment(environmentId))
                .map(found ->
                        found.filter(environment -> environment.organizationId().equals(organizationId)
                                && (projectId == null || environment.projectId().equals(projectId))
                                && (clusterId == null || environment.clusterId().equals(clusterId))))
                .map(Found.or("environment", environmentId));
    }

    /** Makes sure that a service is of an environment; fails with {@link ApiException.NotFound} if it is not. */
    public Uni<Service> service(Environment environment, UUID serviceId) {
        return catalog.service(serviceId)
                .map(found -> found.filter(service -> service.environmentId().equals(environment.id())))
                .map(Found.or("service", serviceId));
    }

    /** Makes sure that a token may follow an organization; fails with {@link ApiException.NotFound} if it may not. */
    public Uni<Void> organization(ApiToken token, UUID organizationId) {
        return Uni.createFrom().voidItem().invoke(() -> {
            access.seeOrganization(token, organizationId);
            access.act(token, Role.VIEWER);
        });
    }
}
