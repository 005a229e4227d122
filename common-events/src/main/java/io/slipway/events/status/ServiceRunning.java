package io.slipway.events.status;

import io.slipway.events.Copies;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The running state of one service changed: topic {@code service.running}, key = environment id. */
public record ServiceRunning(
        String environmentId, String serviceId, RunningState state, List<Instance> instances, Instant at) {

    public ServiceRunning {
        Copies.required(environmentId, "environmentId");
        Copies.required(serviceId, "serviceId");
        Copies.required(state, "state");
        instances = Copies.list(instances);
        Copies.required(at, "at");
    }

    /** One pod or container. */
    public record Instance(
            String name,
            RunningState state,
            @Nullable String reason,
            int restarts,
            @Nullable Instant startedAt) {

        public Instance {
            Copies.required(name, "name");
            Copies.required(state, "state");
        }
    }
}
