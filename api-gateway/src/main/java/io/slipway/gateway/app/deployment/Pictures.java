package io.slipway.gateway.app.deployment;

import io.slipway.events.status.DeploymentState;
import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.catalog.Catalog;
import io.slipway.gateway.app.catalog.WholeEnvironment;
import io.slipway.gateway.app.deployment.StatusStore.Known;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.Found;
import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.domain.deployment.Blueprint;
import io.slipway.gateway.domain.deployment.EnvironmentPicture;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Puts pictures of environments together. */
@ApplicationScoped
public class Pictures {

    private final Catalog catalog;
    private final StatusStore statuses;
    private final Transactions transactions;

    Pictures(Catalog catalog, StatusStore statuses, Transactions transactions) {
        this.catalog = catalog;
        this.statuses = statuses;
        this.transactions = transactions;
    }

    /**
     * The present picture of an environment.
     *
     * @return fails with {@link ApiException.NotFound}
     */
    public Uni<Scene> of(UUID environmentId) {
        return transactions.run(() -> catalog.wholeEnvironment(environmentId)
                .map(Found.or("environment", environmentId))
                .chain(found -> ofAll(List.of(found)).map(List::getFirst)));
    }

    /** The present picture of an environment, if there is one. */
    public Uni<Optional<Scene>> find(UUID environmentId) {
        return transactions.run(() -> catalog.wholeEnvironment(environmentId)
                .chain(found -> ofAll(found.stream().toList())
                        .map(scenes -> scenes.stream().findFirst())));
    }

    /** The pictures of all environments of a project, by name. */
    public Uni<List<Scene>> ofProject(UUID projectId) {
        return transactions.run(() -> catalog.organizationOfProject(projectId)
                .map(Found.or("project", projectId))
                .chain(() -> catalog.wholeEnvironmentsOf(projectId))
                .chain(this::ofAll));
    }

    /**
     * The environments of a project, by name.
     *
     * @return fails with {@link ApiException.NotFound}
     */
    public Uni<List<Environment>> environmentsOfProject(UUID projectId) {
        return transactions.run(() -> catalog.organizationOfProject(projectId)
                .map(Found.or("project", projectId))
                .chain(() -> catalog.environmentsOf(projectId)));
    }

    /** The environments of an organization, by project and name. */
    public Uni<List<Environment>> environmentsOfOrganization(UUID organizationId) {
        return transactions.run(() -> catalog.environmentsOfOrganization(organizationId));
    }

    /** One more query, however many they are. */
    private Uni<List<Scene>> ofAll(List<WholeEnvironment> environments) {
        List<UUID> ids =
                environments.stream().map(each -> each.environment().id()).toList();
        return ids.isEmpty()
                ? Uni.createFrom().item(List.of())
                : statuses.known(ids)
                        .map(known -> environments.stream()
                                .map(each -> scene(
                                        each,
                                        known.getOrDefault(each.environment().id(), Known.NOTHING)))
                                .toList());
    }

    private static Scene scene(WholeEnvironment whole, Known known) {
        return new Scene(
                whole.environment(),
                whole.services(),
                new EnvironmentPicture(
                        Blueprint.of(whole.environment().id(), whole.stages(), whole.services()),
                        known.reported(),
                        known.unseen(),
                        known.cancellations(),
                        known.refusal(),
                        known.freshness()));
    }

    /**
     * The present picture of the environment that a service belongs to.
     *
     * @return fails with {@link ApiException.NotFound} if there is no such service of this type
     */
    public Uni<ServiceScene> ofService(UUID serviceId, ServiceType type) {
        return transactions.run(() -> catalog.service(serviceId)
                .map(found -> found.filter(service -> service.type() == type))
                .map(Found.or(type.lowerCase(), serviceId))
                .chain(service -> of(service.environmentId()).map(scene -> new ServiceScene(scene, service))));
    }

    /**
     * The same for a service of whichever type.
     *
     * @return fails with {@link ApiException.NotFound}
     */
    public Uni<ServiceScene> ofService(UUID serviceId) {
        return transactions.run(() -> catalog.service(serviceId)
                .map(Found.or("service", serviceId))
                .chain(service -> of(service.environmentId()).map(scene -> new ServiceScene(scene, service))));
    }

    /** An environment, its services and its picture. */
    public record Scene(Environment environment, List<Service> services, EnvironmentPicture picture) {}

    /** A service and the scene that it is in. */
    public record ServiceScene(Scene scene, Service service) {

        /** The service's present state. */
        public DeploymentState state() {
            return scene.picture().service(plan()).state();
        }

        /** The service as the picture has it. */
        public Blueprint.ServicePlan plan() {
            return Blueprint.ServicePlan.of(service);
        }
    }
}
