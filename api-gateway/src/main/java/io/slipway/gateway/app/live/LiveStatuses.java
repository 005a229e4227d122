package io.slipway.gateway.app.live;

import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.deployment.Changes;
import io.slipway.gateway.app.deployment.Pictures;
import io.slipway.gateway.app.deployment.Pictures.Scene;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.history.HistoryStore;
import io.slipway.gateway.config.StreamConfig;
import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.deployment.EnvironmentPicture;
import io.slipway.gateway.domain.history.PastStatus;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Statuses as they change. Every reader gets the status of the moment at which it is ready for one; it may be the same as
 * the one before.
 */
@ApplicationScoped
public class LiveStatuses {

    private final Pictures pictures;
    private final HistoryStore history;
    private final Transactions transactions;
    private final Changes changes;
    private final StreamConfig config;

    LiveStatuses(
            Pictures pictures, HistoryStore history, Transactions transactions, Changes changes, StreamConfig config) {
        this.pictures = pictures;
        this.history = history;
        this.transactions = transactions;
        this.changes = changes;
        this.config = config;
    }

    /**
     * The status of an environment.
     *
     * @param executor where the database is read; has to lead to the same context each time
     * @param take takes a status; the next one is not read before it is done
     * @return fails with {@link ApiException.NotFound} when the environment is not there, or not any more
     */
    public <T> Multi<T> ofEnvironment(UUID environmentId, Executor executor, Function<Scene, Uni<T>> take) {
        return Following.of(
                changes.of(environmentId),
                config.heartbeat(),
                executor,
                () -> pictures.of(environmentId).chain(take::apply));
    }

    /**
     * The same as one deployment left it, if there is a newer one; until then, and if the history does not know it, the
     * present status.
     */
    public <T> Multi<T> ofDeployment(
            UUID environmentId, String deploymentId, Executor executor, Function<Scene, Uni<T>> take) {
        return ofEnvironment(
                environmentId, executor, scene -> asOf(scene, deploymentId).chain(take::apply));
    }

    private Uni<Scene> asOf(Scene scene, String deploymentId) {
        EnvironmentPicture picture = scene.picture();
        if (picture.lastDeployment()
                .filter(last -> last.id().equals(deploymentId))
                .isPresent()) {
            return Uni.createFrom().item(scene);
        }
        return transactions
                .run(() -> history.find(scene.environment().id(), deploymentId))
                .map(found -> found.map(deployment -> new Scene(
                                scene.environment(),
                                scene.services(),
                                new EnvironmentPicture(
                                        picture.blueprint(),
                                        PastStatus.of(deployment),
                                        List.of(),
                                        List.of(),
                                        null,
                                        picture.freshness())))
                        .orElse(scene));
    }

    /**
     * The statuses of all environments of an organization, of which only those are read that changed.
     *
     * @param clusterId those on one cluster; null = on whichever
     * @param part what is wanted of each
     * @param take as for an environment; takes the parts of all of them
     */
    public <P, T> Multi<T> ofOrganization(
            UUID organizationId,
            @Nullable UUID clusterId,
            Executor executor,
            Function<Scene, P> part,
            Function<List<P>, Uni<T>> take) {
        return ofAll(
                changes.ofOrganization(organizationId),
                () -> pictures.environmentsOfOrganization(organizationId),
                clusterId,
                executor,
                part,
                take);
    }

    /** The same for all environments of a project. */
    public <P, T> Multi<T> ofProject(
            UUID projectId,
            @Nullable UUID clusterId,
            Executor executor,
            Function<Scene, P> part,
            Function<List<P>, Uni<T>> take) {
        return ofAll(
                changes.ofProject(projectId),
                () -> pictures.environmentsOfProject(projectId),
                clusterId,
                executor,
                part,
                take);
    }

    private <P, T> Multi<T> ofAll(
            Multi<Optional<UUID>> changed,
            Supplier<Uni<List<Environment>>> list,
            @Nullable UUID clusterId,
            Executor executor,
            Function<Scene, P> part,
            Function<List<P>, Uni<T>> take) {
        return Multi.createFrom().deferred(() -> {
            Album<P> album = new Album<>(
                    new Album.Source() {
                        @Override
                        public Uni<List<Environment>> list() {
                            return list.get()
                                    .map(all ->
                                            all.stream().filter(this::isThere).toList());
                        }

                        @Override
                        public Uni<Optional<Scene>> read(UUID environmentId) {
                            return pictures.find(environmentId)
                                    .map(found -> found.filter(scene -> isThere(scene.environment())));
                        }

                        private boolean isThere(Environment environment) {
                            return clusterId == null || environment.clusterId().equals(clusterId);
                        }
                    },
                    part);
            return Following.of(
                    changed.onItem().invoke(album::changed),
                    config.heartbeat(),
                    executor,
                    () -> transactions.run(album::update).chain(take::apply));
        });
    }
}
