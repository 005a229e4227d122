package io.slipway.orchestrator.domain.state;

import io.slipway.events.Copies;
import io.slipway.events.request.Action;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.request.Requester;
import io.slipway.events.request.ServiceVersion;
import io.slipway.events.spec.JobEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One request, or several merged ones, that become one deployment. All have the same user and the same action.
 *
 * @param requests in the order of arrival, at least one
 */
public record QueuedDeployment(List<DeployRequested> requests) {

    public QueuedDeployment {
        requests = Copies.list(requests);
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("'requests' must have at least one element");
        }
    }

    /** A deployment for one request. */
    public static QueuedDeployment of(DeployRequested request) {
        return new QueuedDeployment(List.of(request));
    }

    /** The same deployment with one more request. */
    public QueuedDeployment with(DeployRequested request) {
        return new QueuedDeployment(
                Stream.concat(requests.stream(), Stream.of(request)).toList());
    }

    /** The deployment's id: the request id of the first request. */
    public String id() {
        return first().requestId();
    }

    /** The ids of all requests, in the order of arrival. */
    public List<String> requestIds() {
        return requests.stream().map(DeployRequested::requestId).toList();
    }

    /** What is wanted. */
    public Action action() {
        return first().action();
    }

    /** The event of a forced run; null for all other actions. */
    public @Nullable JobEvent jobEvent() {
        return action() == Action.FORCE_RUN ? first().jobEvent() : null;
    }

    /** Who asked first. */
    public Requester requestedBy() {
        return first().requestedBy();
    }

    /** When it was asked for first. */
    public Instant requestedAt() {
        return first().requestedAt();
    }

    /** Whether one of the requests is for the whole environment. */
    public boolean environmentWide() {
        return requests.stream().anyMatch(DeployRequested::environmentWide);
    }

    /** The services that the requests name; more than these take part if it is {@link #environmentWide()}. */
    public List<String> serviceIds() {
        return requests.stream()
                .flatMap(request -> request.serviceIds().stream())
                .distinct()
                .toList();
    }

    /** The versions wanted, by service id; of several for one service the last counts. */
    public Map<String, ServiceVersion> versions() {
        Map<String, ServiceVersion> merged = new LinkedHashMap<>();
        requests.forEach(request -> merged.putAll(request.versions()));
        return merged;
    }

    private DeployRequested first() {
        return requests.getFirst();
    }
}
