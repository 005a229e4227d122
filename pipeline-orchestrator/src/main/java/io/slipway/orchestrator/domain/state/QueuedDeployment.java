package io.slipway.orchestrator.domain.state;

import io.slipway.events.Copies;
import io.slipway.events.request.Action;
import io.slipway.events.request.Requester;
import io.slipway.events.request.ServiceVersion;
import io.slipway.events.spec.JobEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One or more merged requests that wait for their turn.
 *
 * @param id request id of the first one: the deployment's id
 * @param requestIds all of them, in the order of arrival
 * @param serviceIds empty = the whole environment
 */
public record QueuedDeployment(
        String id,
        List<String> requestIds,
        Action action,
        @Nullable JobEvent jobEvent,
        Requester requestedBy,
        Instant requestedAt,
        List<String> serviceIds,
        Map<String, ServiceVersion> versions) {

    public QueuedDeployment {
        Copies.required(id, "id");
        requestIds = Copies.list(requestIds);
        Copies.required(action, "action");
        Copies.required(requestedBy, "requestedBy");
        Copies.required(requestedAt, "requestedAt");
        serviceIds = Copies.list(serviceIds);
        versions = Frozen.map(versions);
    }

    /** Whether it is for the whole environment. */
    public boolean environmentWide() {
        return serviceIds.isEmpty();
    }
}
