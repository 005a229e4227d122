package io.slipway.gateway.app.live;

import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.catalog.Catalog;
import io.slipway.gateway.app.deployment.Changes;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.Found;
import io.slipway.gateway.app.history.HistoryStore;
import io.slipway.gateway.app.history.LogStore;
import io.slipway.gateway.app.history.LogStore.Numbered;
import io.slipway.gateway.config.StreamConfig;
import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.history.DeploymentRecord;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Logs of deployments as they are written. What a reader has not had yet stays in the database, where it is anyway: a
 * slow reader takes no memory and misses nothing, however far behind it is.
 */
@ApplicationScoped
public class LiveLogs {

    /** So many lines are read at once, the longest of them 16 KB or so. */
    private static final int PAGE = 200;

    private final Catalog catalog;
    private final HistoryStore history;
    private final LogStore logs;
    private final Changes changes;
    private final Transactions transactions;
    private final StreamConfig config;

    LiveLogs(
            Catalog catalog,
            HistoryStore history,
            LogStore logs,
            Changes changes,
            Transactions transactions,
            StreamConfig config) {
        this.catalog = catalog;
        this.history = history;
        this.logs = logs;
        this.changes = changes;
        this.transactions = transactions;
        this.config = config;
    }

    /**
     * All lines of a deployment, those that are there and those that come, in the order in which they arrived.
     *
     * @param version the deployment; null = the newest, and when another one begins, that one
     * @param executor where the database is read; has to lead to the same context each time
     * @param take takes lines; the next ones are not read before it is done
     * @return fails with {@link ApiException.NotFound} when the environment is not there, or not any more
     */
    public Multi<Void> follow(
            UUID environmentId, @Nullable String version, Executor executor, Function<Page, Uni<Void>> take) {
        AtomicReference<Place> place = new AtomicReference<>(new Place(version, 0));
        return Following.of(
                changes.ofLines(environmentId),
                config.heartbeat(),
                executor,
                () -> catchUp(environmentId, version == null, place, take));
    }

    private Uni<Void> catchUp(
            UUID environmentId, boolean newest, AtomicReference<Place> place, Function<Page, Uni<Void>> take) {
        return Multi.createBy()
                .repeating()
                .uni(() -> next(environmentId, newest, place.get())
                        .call(step ->
                                step.page().lines().isEmpty() ? Uni.createFrom().voidItem() : take.apply(step.page()))
                        .invoke(step -> place.set(step.next())))
                .whilst(Step::more)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Step> next(UUID environmentId, boolean newest, Place place) {
        return transactions.run(() -> catalog.environment(environmentId)
                .map(Found.or("environment", environmentId))
                .chain(environment -> deployment(environmentId, place)
                        .chain(deployment -> lines(environmentId, place).chain(lines -> {
                            Page page = new Page(environment, deployment, lines);
                            return lines.isEmpty() && newest
                                    ? turn(environmentId, place)
                                            .map(turned -> new Step(page, turned, !turned.equals(place)))
                                    : Uni.createFrom().item(new Step(page, place.after(lines), lines.size() == PAGE));
                        }))));
    }

    private Uni<Optional<DeploymentRecord>> deployment(UUID environmentId, Place place) {
        return place.deploymentId() == null
                ? Uni.createFrom().item(Optional.empty())
                : history.find(environmentId, place.deploymentId());
    }

    private Uni<List<Numbered>> lines(UUID environmentId, Place place) {
        return place.deploymentId() == null
                ? Uni.createFrom().item(List.of())
                : logs.after(environmentId, place.deploymentId(), place.ordinal(), PAGE);
    }

    /** The beginning of the newest deployment, if that is another one. */
    private Uni<Place> turn(UUID environmentId, Place place) {
        return history.ofEnvironment(environmentId, 1, null)
                .map(found -> found.stream()
                        .map(DeploymentRecord::id)
                        .filter(id -> !id.equals(place.deploymentId()))
                        .findFirst()
                        .map(id -> new Place(id, 0))
                        .orElse(place));
    }

    /**
     * Lines in the order in which they arrived.
     *
     * @param deployment that they are of; empty if nothing is known of it yet
     */
    public record Page(Environment environment, Optional<DeploymentRecord> deployment, List<Numbered> lines) {}

    private record Place(@Nullable String deploymentId, long ordinal) {

        Place after(List<Numbered> lines) {
            return lines.isEmpty()
                    ? this
                    : new Place(deploymentId, lines.getLast().ordinal());
        }
    }

    private record Step(Page page, Place next, boolean more) {}
}
