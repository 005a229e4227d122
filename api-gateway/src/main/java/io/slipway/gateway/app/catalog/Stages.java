package io.slipway.gateway.app.catalog;

import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.Found;
import io.slipway.gateway.domain.catalog.Names;
import io.slipway.gateway.domain.catalog.Pipeline;
import io.slipway.gateway.domain.catalog.Pipeline.Place;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.Service.Membership;
import io.slipway.gateway.domain.catalog.Snapshot;
import io.slipway.gateway.domain.catalog.Stage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The stages of an environment's pipeline, and which services are in them. */
@ApplicationScoped
public class Stages {

    private final Changes changes;
    private final EnvironmentStore environments;
    private final Transactions transactions;
    private final Clock clock;

    @Inject
    public Stages(Changes changes, EnvironmentStore environments, Transactions transactions, Clock clock) {
        this.changes = changes;
        this.environments = environments;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** The stages of an environment in deployment order. */
    public Uni<List<Filled>> list(UUID environmentId) {
        return transactions.run(() -> environments
                .environment(environmentId)
                .map(Found.or("environment", environmentId))
                .chain(() -> filled(environmentId)));
    }

    /** One stage. */
    public Uni<Filled> get(UUID id) {
        return transactions.run(() -> environments
                .environmentOfStage(id)
                .map(Found.or("deployment stage", id))
                .chain(environment -> one(environment, id)));
    }

    /** The stage that a service is in. */
    public Uni<Filled> ofService(UUID serviceId) {
        return transactions.run(() -> environments
                .service(serviceId)
                .map(Found.or("service", serviceId))
                .chain(service ->
                        one(service.environmentId(), service.membership().stageId())));
    }

    /** Appends a stage. */
    public Uni<Filled> create(UUID environmentId, Draft draft) {
        return changes.ofEnvironment(environmentId, snapshot -> {
            requireFree(snapshot.pipeline(), draft.name(), null);
            Instant now = clock.instant();
            Stage stage = new Stage(
                    UUID.randomUUID(),
                    environmentId,
                    draft.name(),
                    draft.description(),
                    snapshot.pipeline().stages().size(),
                    null,
                    now,
                    now);
            return environments.save(stage).replaceWith(new Filled(stage, List.of()));
        });
    }

    /** Renames a stage or describes it anew. */
    public Uni<Filled> edit(UUID id, Draft draft) {
        return change(id, snapshot -> {
            Stage old = stage(snapshot, id);
            requireFree(snapshot.pipeline(), draft.name(), id);
            Stage edited = new Stage(
                    id,
                    old.environmentId(),
                    draft.name(),
                    draft.description(),
                    old.position(),
                    old.defaultFor(),
                    old.createdAt(),
                    clock.instant());
            return environments.save(edited).chain(() -> one(old.environmentId(), id));
        });
    }

    /** Deletes an empty stage that is not the last one. */
    public Uni<Void> delete(UUID id) {
        return change(id, snapshot -> {
            Stage stage = stage(snapshot, id);
            long services = snapshot.services().stream()
                    .filter(service -> service.membership().stageId().equals(id))
                    .count();
            if (services > 0) {
                throw new ApiException.Conflict("The stage '" + stage.name() + "' has " + services
                        + " service(s): move them to another stage first");
            }
            if (snapshot.pipeline().stages().size() == 1) {
                throw new ApiException.Conflict("An environment needs at least one stage");
            }
            return environments
                    .deleteStage(id)
                    .chain(() -> saveAll(snapshot.pipeline().without(id)));
        });
    }

    /** Moves a stage to just before or just after another one of its environment. */
    public Uni<List<Filled>> move(UUID id, UUID neighbour, Place place) {
        return change(id, snapshot -> {
            Stage stage = stage(snapshot, id);
            if (snapshot.pipeline().stage(neighbour).isEmpty()) {
                throw new ApiException.NotFound("deployment stage of the same environment", neighbour);
            }
            return saveAll(snapshot.pipeline().moved(id, neighbour, place)).chain(() -> filled(stage.environmentId()));
        });
    }

    /**
     * Puts a service into a stage of its environment.
     *
     * @param skip true: it stays where it is and is skipped from now on; false: it moves and is not skipped
     */
    public Uni<List<Filled>> attach(UUID stageId, UUID serviceId, boolean skip) {
        return change(stageId, snapshot -> {
            Stage stage = stage(snapshot, stageId);
            Service service = snapshot.service(serviceId)
                    .orElseThrow(() -> new ApiException.NotFound("service of the stage's environment", serviceId));
            Membership old = service.membership();
            Membership now =
                    new Membership(old.id(), skip ? old.stageId() : stageId, skip, old.createdAt(), clock.instant());
            return environments.save(service.in(now)).chain(() -> filled(stage.environmentId()));
        });
    }

    private <T> Uni<T> change(UUID stageId, Function<Snapshot, Uni<T>> change) {
        return transactions.run(() -> environments
                .environmentOfStage(stageId)
                .map(Found.or("deployment stage", stageId))
                .chain(environment -> changes.ofEnvironment(environment, change)));
    }

    /** It may have been deleted while the lock was waited for. */
    private static Stage stage(Snapshot snapshot, UUID id) {
        return snapshot.pipeline().stage(id).orElseThrow(() -> new ApiException.NotFound("deployment stage", id));
    }

    private Uni<Void> saveAll(Pipeline pipeline) {
        return Multi.createFrom()
                .iterable(pipeline.stages())
                .onItem()
                .transformToUniAndConcatenate(stage -> environments.save(stage).replaceWith(stage))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Filled> one(UUID environmentId, UUID id) {
        return filled(environmentId)
                .map(all -> all.stream()
                        .filter(filled -> filled.stage().id().equals(id))
                        .findFirst())
                .map(Found.or("deployment stage", id));
    }

    private Uni<List<Filled>> filled(UUID environmentId) {
        return environments
                .stagesOf(environmentId)
                .chain(stages -> environments
                        .servicesOf(environmentId)
                        .map(services -> stages.stream()
                                .map(stage -> new Filled(
                                        stage,
                                        services.stream()
                                                .filter(service -> service.membership()
                                                        .stageId()
                                                        .equals(stage.id()))
                                                .toList()))
                                .toList()));
    }

    private static void requireFree(Pipeline pipeline, String name, @Nullable UUID self) {
        if (pipeline.stages().stream().anyMatch(stage -> !stage.id().equals(self) && Names.same(stage.name(), name))) {
            throw new ApiException.Conflict("Stage name '" + name + "' within the environment is already taken");
        }
    }

    /** What a stage is asked to be. */
    public record Draft(String name, @Nullable String description) {}

    /** A stage and the services in it. */
    public record Filled(Stage stage, List<Service> services) {}
}
