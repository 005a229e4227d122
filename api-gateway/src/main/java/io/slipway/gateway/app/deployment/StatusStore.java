package io.slipway.gateway.app.deployment;

import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.StatusEvent.QueuedRequest;
import io.slipway.gateway.domain.deployment.Cancellation;
import io.slipway.gateway.domain.deployment.Freshness;
import io.slipway.gateway.domain.deployment.Refusal;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what is known about the present of environments beside the catalog. */
public interface StatusStore {

    /**
     * What is known about each of these environments, all of it at one moment; nothing about one that there is not. One
     * query, however many they are.
     */
    Uni<Map<UUID, Known>> known(Collection<UUID> environmentIds);

    /**
     * The parts of a picture that the catalog does not have.
     *
     * @param freshness by service id
     */
    record Known(
            @Nullable EnvironmentStatus reported,
            List<QueuedRequest> unseen,
            List<Cancellation> cancellations,
            @Nullable Refusal refusal,
            Map<String, Freshness> freshness) {

        static final Known NOTHING = new Known(null, List.of(), List.of(), null, Map.of());
    }
}
