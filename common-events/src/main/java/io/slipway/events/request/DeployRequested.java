package io.slipway.events.request;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.slipway.events.Copies;
import io.slipway.events.spec.JobEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An action is wanted: topic {@code deploy.requested}, public for writing, key = environment id.
 *
 * <p>Writers outside need only {@code action}: the codec fills {@code environmentId} from the record's key,
 * {@code requestId} from the CloudEvent's id, {@code requestedBy} from its source and {@code requestedAt} from its time.
 *
 * @param requestId the request's identity: a second record with the same id is the same request
 * @param serviceIds the services that the action is for; empty = the whole environment
 * @param versions versions by service id, where another than the configured one is wanted
 * @param jobEvent only for {@link Action#FORCE_RUN}: the event to run the one job in {@code serviceIds} for
 * @param specVersion version of the configuration that the request was made against: the orchestrator waits for it;
 *     null = whatever is known
 */
public record DeployRequested(
        String requestId,
        String environmentId,
        Action action,
        List<String> serviceIds,
        Map<String, ServiceVersion> versions,
        @Nullable JobEvent jobEvent,
        @Nullable Long specVersion,
        Requester requestedBy,
        Instant requestedAt) {

    public DeployRequested {
        Copies.required(requestId, "requestId");
        Copies.required(environmentId, "environmentId");
        Copies.required(action, "action");
        serviceIds = Copies.list(serviceIds);
        versions = Copies.map(versions);
        Copies.required(requestedBy, "requestedBy");
        Copies.required(requestedAt, "requestedAt");
    }

    /** Whether the request is for the whole environment. */
    @JsonIgnore
    public boolean environmentWide() {
        return serviceIds.isEmpty();
    }
}
