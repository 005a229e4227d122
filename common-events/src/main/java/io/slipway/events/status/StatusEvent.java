package io.slipway.events.status;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.slipway.events.Copies;
import io.slipway.events.request.Action;
import io.slipway.events.request.Requester;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.ServiceKind;
import io.slipway.events.work.Endpoint;
import io.slipway.events.work.StepFailure;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of an environment's deployment status: topic {@code service.status}, key = environment id.
 *
 * <p>Only the orchestrator writes it. {@code sequence} grows by one with each event of the environment, so a reader can
 * tell a repeated event from a new one. The fold of these events is the environment's status.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = StatusEvent.EnvironmentDescribed.class, name = "ENVIRONMENT_DESCRIBED"),
    @JsonSubTypes.Type(value = StatusEvent.DeploymentChanged.class, name = "DEPLOYMENT_CHANGED"),
    @JsonSubTypes.Type(value = StatusEvent.ServiceChanged.class, name = "SERVICE_CHANGED"),
    @JsonSubTypes.Type(value = StatusEvent.EnvironmentForgotten.class, name = "ENVIRONMENT_FORGOTTEN")
})
public sealed interface StatusEvent {

    /** The environment that changed. */
    String environmentId();

    /** Grows by one with each event of the environment. */
    long sequence();

    /** When it happened. */
    Instant at();

    /** The configuration has these stages and services now; services that are new are READY, those absent are gone. */
    record EnvironmentDescribed(
            String environmentId, long sequence, Instant at, String name, long specVersion, List<Stage> stages)
            implements StatusEvent {
        public EnvironmentDescribed {
            Copies.required(environmentId, "environmentId");
            Copies.required(at, "at");
            name = name == null ? "" : name;
            stages = Copies.list(stages);
        }
    }

    /**
     * A deployment was queued, started, went on to another phase, or ended; or the queue changed.
     *
     * @param deployment null when only the queue changed and nothing has been deployed yet
     * @param queue requests that wait, first comes first; the running deployment is not among them
     */
    record DeploymentChanged(
            String environmentId,
            long sequence,
            Instant at,
            @Nullable Deployment deployment,
            List<QueuedRequest> queue) implements StatusEvent {
        public DeploymentChanged {
            Copies.required(environmentId, "environmentId");
            Copies.required(at, "at");
            queue = Copies.list(queue);
        }
    }

    /**
     * A service has another deployment state.
     *
     * @param deploymentId the deployment that changed it
     * @param attempt the command that led here; 0 if none
     * @param failure only in error states
     * @param endpoints where it is reachable, once deployed
     * @param version commit or tag that the deployment brings or brought
     */
    record ServiceChanged(
            String environmentId,
            long sequence,
            Instant at,
            String deploymentId,
            String serviceId,
            String name,
            ServiceKind serviceKind,
            String stageId,
            DeploymentState state,
            long attempt,
            @Nullable StepFailure failure,
            List<Endpoint> endpoints,
            @Nullable String version)
            implements StatusEvent {
        public ServiceChanged {
            Copies.required(environmentId, "environmentId");
            Copies.required(at, "at");
            Copies.required(deploymentId, "deploymentId");
            Copies.required(serviceId, "serviceId");
            name = name == null ? "" : name;
            Copies.required(serviceKind, "serviceKind");
            stageId = stageId == null ? "" : stageId;
            Copies.required(state, "state");
            endpoints = Copies.list(endpoints);
        }
    }

    /** The environment's configuration was withdrawn; nothing is known of it any more. */
    record EnvironmentForgotten(String environmentId, long sequence, Instant at) implements StatusEvent {
        public EnvironmentForgotten {
            Copies.required(environmentId, "environmentId");
            Copies.required(at, "at");
        }
    }

    /** A stage with its services, in deployment order. */
    record Stage(String id, String name, List<Member> services) {
        public Stage {
            Copies.required(id, "id");
            name = name == null ? "" : name;
            services = Copies.list(services);
        }
    }

    /** A service as member of a stage. */
    record Member(String id, String name, ServiceKind kind, boolean skipped) {
        public Member {
            Copies.required(id, "id");
            name = name == null ? "" : name;
            Copies.required(kind, "kind");
        }
    }

    /**
     * The running or last deployment.
     *
     * @param id the deployment's id = request id of the first request in it
     * @param requestIds all requests that merged into it
     * @param serviceIds the services that take part, in no order
     * @param activeStageId the stage under way; null before the first and after the last
     */
    record Deployment(
            String id,
            List<String> requestIds,
            Action action,
            @Nullable JobEvent jobEvent,
            Requester requestedBy,
            Instant requestedAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            Phase phase,
            long specVersion,
            List<String> serviceIds,
            @Nullable String activeStageId) {
        public Deployment {
            Copies.required(id, "id");
            requestIds = Copies.list(requestIds);
            Copies.required(action, "action");
            Copies.required(requestedBy, "requestedBy");
            Copies.required(requestedAt, "requestedAt");
            Copies.required(phase, "phase");
            serviceIds = Copies.list(serviceIds);
        }
    }

    /** Where a deployment stands. */
    enum Phase {
        ONGOING,
        CANCELING,
        SUCCEEDED,
        FAILED,
        CANCELED;

        /** Whether the deployment is over. */
        public boolean isFinal() {
            return this != ONGOING && this != CANCELING;
        }
    }

    /** A request that waits for the running deployment to end. */
    record QueuedRequest(
            String id,
            List<String> requestIds,
            Action action,
            @Nullable JobEvent jobEvent,
            Requester requestedBy,
            Instant requestedAt,
            List<String> serviceIds) {
        public QueuedRequest {
            Copies.required(id, "id");
            requestIds = Copies.list(requestIds);
            Copies.required(action, "action");
            Copies.required(requestedBy, "requestedBy");
            Copies.required(requestedAt, "requestedAt");
            serviceIds = Copies.list(serviceIds);
        }
    }
}
