package io.slipway.runtime.docker.workload;

import io.slipway.events.work.StepRef;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.StaleStepException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Refuses steps that are older than the newest one which touched their service. What the engine knows outlasts this
 * process; what only memory knows (a service that was deleted) lasts as long as the process.
 */
final class Fence {

    private final Map<ServiceKey, Long> newest = new ConcurrentHashMap<>();

    /** @param known the newest attempt that the engine knows of; 0 = none */
    void pass(StepRef step, long known) {
        long attempt = newest.merge(ServiceKey.of(step), Math.max(known, step.attempt()), Math::max);
        if (step.attempt() < attempt) {
            throw new StaleStepException(step, attempt);
        }
    }
}
