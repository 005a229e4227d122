package io.slipway.runtime;

import io.slipway.events.Copies;
import io.slipway.events.work.StepRef;

/** Identity of one service of one environment. */
public record ServiceKey(String environmentId, String serviceId) {

    public ServiceKey {
        Copies.required(environmentId, "environmentId");
        Copies.required(serviceId, "serviceId");
    }

    /** The service that {@code step} is about. */
    public static ServiceKey of(StepRef step) {
        return new ServiceKey(step.environmentId(), step.serviceId());
    }
}
