package io.slipway.events.status;

import io.slipway.events.Copies;
import io.slipway.events.spec.ServiceKind;
import io.slipway.events.status.StatusEvent.Deployment;
import io.slipway.events.status.StatusEvent.QueuedRequest;
import io.slipway.events.work.Endpoint;
import io.slipway.events.work.StepFailure;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a dashboard shows of one environment: topic {@code environment.status}, compacted, key = environment
 * id. It is the fold of {@link StatusEvent} and {@link ServiceRunning}; a tombstone means that the environment is
 * forgotten.
 *
 * @param sequence grows by one with each record of the environment
 * @param state deployment state of the environment as a whole
 * @param running running state of the environment as a whole
 * @param deployment the running or last deployment; null before the first
 * @param queue requests that wait
 * @param stages in deployment order
 */
public record EnvironmentStatus(
        String environmentId,
        long sequence,
        Instant at,
        String name,
        long specVersion,
        DeploymentState state,
        RunningState running,
        @Nullable Deployment deployment,
        List<QueuedRequest> queue,
        List<StageStatus> stages) {

    public EnvironmentStatus {
        Copies.required(environmentId, "environmentId");
        Copies.required(at, "at");
        name = name == null ? "" : name;
        Copies.required(state, "state");
        Copies.required(running, "running");
        queue = Copies.list(queue);
        stages = Copies.list(stages);
    }

    /** Where a stage stands in the running or last deployment. */
    public enum StageProgress {
        QUEUED,
        ONGOING,
        DONE,
        ERROR,
        SKIPPED,
        CANCELED
    }

    /**
     * One stage.
     *
     * @param progress SKIPPED when the deployment has no service in it (or there was no deployment)
     */
    public record StageStatus(
            String id,
            String name,
            StageProgress progress,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            List<ServiceStatus> services) {

        public StageStatus {
            Copies.required(id, "id");
            name = name == null ? "" : name;
            Copies.required(progress, "progress");
            services = Copies.list(services);
        }
    }

    /**
     * One service.
     *
     * @param deploymentId the deployment that touched it last
     * @param changedAt when {@code state} was entered
     * @param startedAt when its last deployment took it out of the queue
     * @param buildMillis how long its build took in the last deployment; null if it had none
     * @param deployMillis how long its rollout or job took in the last deployment, up to now if under way: null then
     */
    public record ServiceStatus(
            String id,
            String name,
            ServiceKind kind,
            boolean skipped,
            DeploymentState state,
            RunningState running,
            @Nullable String deploymentId,
            long attempt,
            @Nullable Instant changedAt,
            @Nullable Instant startedAt,
            @Nullable Long buildMillis,
            @Nullable Long deployMillis,
            @Nullable StepFailure failure,
            List<Endpoint> endpoints,
            @Nullable String version,
            List<ServiceRunning.Instance> instances) {

        public ServiceStatus {
            Copies.required(id, "id");
            name = name == null ? "" : name;
            Copies.required(kind, "kind");
            Copies.required(state, "state");
            Copies.required(running, "running");
            endpoints = Copies.list(endpoints);
            instances = Copies.list(instances);
        }
    }
}
