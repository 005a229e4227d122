package io.slipway.gateway.app.history;

import io.slipway.events.request.DeployRequested;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.StatusEvent.Deployment;
import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.catalog.Catalog;
import io.slipway.gateway.app.deployment.Pictures;
import io.slipway.gateway.app.deployment.RequestStore;
import io.slipway.gateway.app.deployment.RequestStore.KnownRequest;
import io.slipway.gateway.app.deployment.RequestStore.Outcome;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.Found;
import io.slipway.gateway.app.history.LogStore.Told;
import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.domain.deployment.EnvironmentPicture;
import io.slipway.gateway.domain.history.DeploymentRecord;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the history of deployments and their logs. */
@ApplicationScoped
public class Histories {

    /** So many lines of a log are answered, as the contract says. */
    private static final int LOG_LINES = 1000;

    private final Catalog catalog;
    private final HistoryStore history;
    private final LogStore logs;
    private final RequestStore requests;
    private final Pictures pictures;
    private final Transactions transactions;

    Histories(
            Catalog catalog,
            HistoryStore history,
            LogStore logs,
            RequestStore requests,
            Pictures pictures,
            Transactions transactions) {
        this.catalog = catalog;
        this.history = history;
        this.logs = logs;
        this.requests = requests;
        this.pictures = pictures;
        this.transactions = transactions;
    }

    /**
     * The deployments of an environment, newest first.
     *
     * @param before id of the deployment after which to go on; null = from the newest
     * @return fails with {@link ApiException.NotFound}
     */
    public Uni<List<DeploymentRecord>> ofEnvironment(UUID environmentId, int limit, @Nullable String before) {
        return transactions.run(
                () -> environment(environmentId).chain(() -> history.ofEnvironment(environmentId, limit, before)));
    }

    /**
     * The deployments that a service takes part in, newest first.
     *
     * @return fails with {@link ApiException.NotFound}
     */
    public Uni<ServiceHistory> ofService(UUID serviceId, ServiceType type, int limit) {
        return transactions.run(() -> catalog.service(serviceId)
                .map(found -> found.filter(service -> service.type() == type))
                .map(Found.or(type.lowerCase(), serviceId))
                .chain(service -> history.ofService(service.environmentId(), serviceId.toString(), limit)
                        .map(deployments -> new ServiceHistory(service, deployments))));
    }

    /**
     * The log of one deployment.
     *
     * @param deploymentId null = the newest deployment
     * @return without deployment and lines if there is no such deployment; fails with {@link ApiException.NotFound} if
     *     there is no such environment
     */
    public Uni<DeploymentLog> log(UUID environmentId, @Nullable String deploymentId) {
        return transactions.run(() -> environment(environmentId)
                .chain(environment -> deployment(environmentId, deploymentId)
                        .chain(deployment -> deployment
                                .map(d -> logs.of(environmentId, d.id(), LOG_LINES))
                                .orElseGet(() -> Uni.createFrom().item(List.of()))
                                .map(lines -> new DeploymentLog(environment, deployment, lines)))));
    }

    /**
     * The newest lines about a service in the logs of its deployments.
     *
     * @return fails with {@link ApiException.NotFound}
     */
    public Uni<List<Told>> ofService(UUID serviceId, ServiceType type) {
        return transactions.run(() -> catalog.service(serviceId)
                .map(found -> found.filter(service -> service.type() == type))
                .map(Found.or(type.lowerCase(), serviceId))
                .chain(service -> logs.ofService(service.environmentId(), serviceId.toString(), LOG_LINES)));
    }

    /**
     * What became of a request.
     *
     * @return fails with {@link ApiException.NotFound}
     */
    public Uni<RequestState> ofRequest(UUID requestId) {
        String id = requestId.toString();
        return transactions.run(() -> requests.find(id)
                .map(Found.or("deployment request", id))
                .chain(request -> pictures.of(request.environmentId())
                        .chain(scene -> history.findByRequest(request.environmentId(), id)
                                .map(deployment -> new RequestState(
                                        id, request.environmentId(), state(request, scene.picture(), deployment))))));
    }

    private static DeploymentState state(
            KnownRequest known, EnvironmentPicture picture, Optional<DeploymentRecord> deployment) {
        DeployRequested request = known.request();
        if (known.outcome() == Outcome.REFUSED) {
            return request == null ? DeploymentState.DEPLOYMENT_ERROR : DeploymentState.failed(request.action());
        }
        if (picture.running().map(Deployment::requestIds).orElse(List.of()).contains(known.id())) {
            return picture.state();
        }
        return picture.waiting().stream()
                .filter(waiting -> waiting.requestIds().contains(known.id()))
                .findFirst()
                .map(waiting -> DeploymentState.queued(waiting.action()))
                // A request that was neither deployed nor waits was withdrawn from the queue.
                .orElseGet(() -> deployment.map(DeploymentRecord::state).orElse(DeploymentState.CANCELED));
    }

    private Uni<Environment> environment(UUID id) {
        return catalog.environment(id).map(Found.or("environment", id));
    }

    private Uni<Optional<DeploymentRecord>> deployment(UUID environmentId, @Nullable String deploymentId) {
        return deploymentId == null
                ? history.ofEnvironment(environmentId, 1, null)
                        .map(newest -> newest.stream().findFirst())
                : history.find(environmentId, deploymentId);
    }

    /** A service and the deployments that it takes part in, newest first. */
    public record ServiceHistory(Service service, List<DeploymentRecord> deployments) {}

    /** The lines of a deployment's log, in their order. */
    public record DeploymentLog(Environment environment, Optional<DeploymentRecord> deployment, List<Told> lines) {}

    /** Where a request stands. */
    public record RequestState(String requestId, UUID environmentId, DeploymentState state) {}
}
