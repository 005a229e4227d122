package io.slipway.orchestrator.domain.state;

import io.slipway.events.Copies;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.work.Endpoint;
import io.slipway.events.work.Image;
import io.slipway.events.work.StepFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a service was left by the last deployment that reached it. What the running deployment does to it is in
 * {@link RunProgress}.
 *
 * @param state always a final one
 * @param deploymentId the deployment that left it so; null if none has
 * @param attempt the last command that led here; 0 if none
 * @param failure only in error states
 * @param version commit or tag that was deployed last with success
 * @param source fingerprint of the configured source that {@code version} came from
 * @param image the image built last; null if it was never built
 * @param endpoints where it is reachable
 */
public record ServiceRecord(
        DeploymentState state,
        @Nullable String deploymentId,
        long attempt,
        @Nullable StepFailure failure,
        @Nullable String version,
        @Nullable String source,
        @Nullable Image image,
        List<Endpoint> endpoints) {

    /** Never deployed. */
    public static final ServiceRecord READY =
            new ServiceRecord(DeploymentState.READY, null, 0, null, null, null, null, List.of());

    public ServiceRecord {
        Copies.required(state, "state");
        endpoints = Copies.list(endpoints);
    }

    /** The same with another image. */
    public ServiceRecord built(Image newest) {
        return new ServiceRecord(state, deploymentId, attempt, failure, version, source, newest, endpoints);
    }

    /** The same in another state, with what runs unchanged. */
    public ServiceRecord left(DeploymentState in, String by, long with, @Nullable StepFailure because) {
        return new ServiceRecord(in, by, with, because, version, source, image, endpoints);
    }

    /** The same with another version and source. */
    public ServiceRecord running(@Nullable String newVersion, @Nullable String newSource) {
        return new ServiceRecord(state, deploymentId, attempt, failure, newVersion, newSource, image, endpoints);
    }

    /** The same reachable elsewhere. */
    public ServiceRecord reachableAt(List<Endpoint> elsewhere) {
        return new ServiceRecord(state, deploymentId, attempt, failure, version, source, image, elsewhere);
    }
}
