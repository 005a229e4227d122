package io.slipway.gateway.app.catalog;

import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.Stage;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/** Keeps environments with their stages and services. */
public interface EnvironmentStore extends Catalog {

    /** The environment that a stage belongs to; reads no more than that, so it may come before the lock. */
    Uni<Optional<UUID>> environmentOfStage(UUID stageId);

    /** The environment that a service belongs to; reads no more than that, so it may come before the lock. */
    Uni<Optional<UUID>> environmentOfService(UUID serviceId);

    Uni<Void> save(Environment environment);

    Uni<Void> save(Stage stage);

    Uni<Void> save(Service service);

    Uni<Void> deleteEnvironment(UUID id);

    Uni<Void> deleteStage(UUID id);

    Uni<Void> deleteServices(Collection<UUID> ids);
}
