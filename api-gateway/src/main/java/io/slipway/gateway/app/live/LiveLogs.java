package io.slipway.gateway.app.live;

import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.catalog.Catalog;
import io.slipway.gateway.app.deployment.Changes;
import io.slipway.gateway.app.deployment.Pictures;
import io.slipway.gateway.app.deployment.RequestStore;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.Found;
import io.slipway.gateway.app.history.HistoryStore;
import io.slipway.gateway.app.history.LogStore;
import io.slipway.gateway.app.history.LogStore.Told;
import io.slipway.gateway.config.StreamConfig;
import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.history.DeploymentRecord;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
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
    private final RequestStore requests;
    private final Pictures pictures;
    private final Changes changes;
    private final Transactions transactions;
    private final StreamConfig config;

    LiveLogs(
            Catalog catalog,
            HistoryStore history,
            LogStore logs,
            RequestStore requests,
            Pictures pictures,
            Changes changes,
            Transactions transactions,
            StreamConfig config) {
        this.catalog = catalog;
        this.history = history;
        this.logs = logs;
        this.requests = requests;
        this.pictures = pictures;
        this.changes = changes;
        this.transactions = transactions;
        this.config = config;
    }

    /**
     * The lines of a deployment, those that are there and those that come, in the order in which they were added.
     *
     * @param version the deployment; null = the newest, and when another one begins, that one
     * @param start only lines that are told later than this; null = all. The deployments after the first are told whole
     * @param executor where the database is read; has to lead to the same context each time
     * @param take takes lines; the next ones are not read before it is done
     * @return fails with {@link ApiException.NotFound} when the environment or the deployment is not there, or not any
     *     more
     */
    public Multi<Void> follow(
            UUID environmentId,
            @Nullable String version,
            @Nullable Instant start,
            Executor executor,
            Function<Page, Uni<Void>> take) {
        AtomicReference<Place> place = new AtomicReference<>(new Place(version, start));
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
                        .chain(deployment -> deployment.isPresent()
                                ? lines(environmentId, place).map(lines -> new Page(environment, deployment, lines))
                                : (newest ? Uni.createFrom().voidItem() : expected(environmentId, place))
                                        .replaceWith(new Page(environment, deployment, List.of()))))
                .chain(page -> page.lines().isEmpty() && newest
                        ? turn(environmentId, place).map(turned -> new Step(page, turned, !turned.equals(place)))
                        : Uni.createFrom()
                                .item(new Step(
                                        page,
                                        place.after(page.lines()),
                                        page.lines().size() == PAGE))));
    }

    /**
     * Makes sure of a deployment that the history does not have yet: lines and statuses may overtake it. What lines say
     * of it waits for that, as they cannot be told without it.
     */
    private Uni<Void> expected(UUID environmentId, Place place) {
        String deployment = Objects.requireNonNull(place.deploymentId());
        return either(
                        requests.find(deployment)
                                .map(found -> found.filter(request ->
                                                request.environmentId().equals(environmentId))
                                        .isPresent()),
                        () -> either(
                                pictures.of(environmentId)
                                        .map(scene -> scene.picture()
                                                .lastDeployment()
                                                .filter(last -> last.id().equals(deployment))
                                                .isPresent()),
                                () -> logs.after(environmentId, deployment, null, 1)
                                        .map(lines -> !lines.isEmpty())))
                .invoke(known -> {
                    if (!known) {
                        throw new ApiException.NotFound("deployment", deployment);
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<Boolean> either(Uni<Boolean> first, Supplier<Uni<Boolean>> second) {
        return first.chain(holds -> holds ? Uni.createFrom().item(true) : second.get());
    }

    private Uni<Optional<DeploymentRecord>> deployment(UUID environmentId, Place place) {
        return place.deploymentId() == null
                ? Uni.createFrom().item(Optional.empty())
                : history.find(environmentId, place.deploymentId());
    }

    private Uni<List<Told>> lines(UUID environmentId, Place place) {
        return logs.after(environmentId, Objects.requireNonNull(place.deploymentId()), place.told(), PAGE);
    }

    /** The beginning of the newest deployment, if that is another one. */
    private Uni<Place> turn(UUID environmentId, Place place) {
        return history.ofEnvironment(environmentId, 1, null)
                .map(found -> found.stream()
                        .map(DeploymentRecord::id)
                        .filter(id -> !id.equals(place.deploymentId()))
                        .findFirst()
                        .map(id -> new Place(id, place.deploymentId() == null ? place.told() : null))
                        .orElse(place));
    }

    /**
     * Lines in the order in which they were added.
     *
     * @param deployment that they are of; empty if the history does not have it yet, and then there are no lines
     */
    public record Page(Environment environment, Optional<DeploymentRecord> deployment, List<Told> lines) {}

    /**
     * How far a reader is.
     *
     * @param deploymentId null = there has been none yet
     * @param told time of the last line that it has; null = it has none
     */
    private record Place(
            @Nullable String deploymentId, @Nullable Instant told) {

        Place after(List<Told> lines) {
            return lines.isEmpty()
                    ? this
                    : new Place(deploymentId, lines.getLast().at());
        }
    }

    private record Step(Page page, Place next, boolean more) {}
}
