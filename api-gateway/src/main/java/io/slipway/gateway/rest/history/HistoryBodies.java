package io.slipway.gateway.rest.history;

import io.slipway.events.request.Origin;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.EnvironmentStatus.StageProgress;
import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.domain.deployment.StatusDetails;
import io.slipway.gateway.domain.history.DeploymentRecord;
import io.slipway.gateway.domain.history.ServiceRecord;
import io.slipway.gateway.domain.history.StageRecord;
import io.slipway.gateway.domain.history.TriggerAction;
import io.slipway.gateway.rest.deployment.Contract;
import io.slipway.gateway.rest.deployment.StatusDetailsBody;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The contract's history. */
final class HistoryBodies {

    private HistoryBodies() {}

    /** {@code DeploymentHistoryEnvironmentPaginatedResponseListV2} and its sister for services: always one page. */
    record Page<T>(int page, int pageSize, List<T> results) {

        static <T> Page<T> of(int pageSize, List<T> results) {
            return new Page<>(1, pageSize, results);
        }
    }

    /** {@code DeploymentHistoryEnvironmentV2}. */
    record Deployment(
            Identifier identifier,
            Auditing auditingData,
            DeploymentState status,
            TriggerAction triggerAction,
            String totalDuration,
            List<Stage> stages,
            ActionStatus actionStatus) {

        static Deployment of(DeploymentRecord deployment, Instant now) {
            return new Deployment(
                    new Identifier(deployment.id(), deployment.environmentId()),
                    Auditing.of(deployment),
                    deployment.state(),
                    TriggerAction.of(deployment.action()),
                    deployment.duration(now).toString(),
                    deployment.stages().stream()
                            .map(stage -> Stage.of(deployment, stage, now))
                            .toList(),
                    ActionStatus.of(deployment.phase()));
        }
    }

    /** Which deployment. */
    record Identifier(String executionId, String environmentId) {}

    /** {@code DeploymentHistoryAuditingData}. */
    record Auditing(
            Instant createdAt,
            Instant updatedAt,
            String triggeredBy,
            @Nullable Origin origin) {

        static Auditing of(DeploymentRecord deployment) {
            return new Auditing(
                    deployment.requestedAt(),
                    deployment.updatedAt(),
                    deployment.requestedBy().user(),
                    Contract.origin(deployment.requestedBy().origin()));
        }
    }

    /** Those values of {@code DeploymentHistoryActionStatus} that a deployment can have. */
    enum ActionStatus {
        ONGOING,
        SUCCESS,
        ERROR,
        CANCELED,
        CANCELING;

        static ActionStatus of(Phase phase) {
            return switch (phase) {
                case ONGOING -> ONGOING;
                case CANCELING -> CANCELING;
                case SUCCEEDED -> SUCCESS;
                case FAILED -> ERROR;
                case CANCELED -> CANCELED;
            };
        }
    }

    /** {@code DeploymentHistoryStage}. */
    record Stage(String name, StageProgress status, String duration, List<Service> services) {

        static Stage of(DeploymentRecord deployment, StageRecord stage, Instant now) {
            return new Stage(
                    stage.name(),
                    stage.progress(deployment.phase()),
                    stage.duration(deployment.phase(), now).toString(),
                    stage.services().stream()
                            .map(service -> Service.of(deployment, service, now))
                            .toList());
        }
    }

    /** {@code DeploymentHistoryService}. */
    record Service(
            ServiceIdentifier identifier,
            DeploymentState status,
            Auditing auditingData,
            Object details,
            StatusDetailsBody statusDetails,
            String iconUri,
            String totalDuration) {

        static Service of(DeploymentRecord deployment, ServiceRecord service, Instant now) {
            DeploymentState state =
                    service.state() == null ? DeploymentState.queued(deployment.action()) : service.state();
            return new Service(
                    new ServiceIdentifier(service.name(), service.id(), Contract.type(service.kind()), deployment.id()),
                    state,
                    Auditing.of(deployment),
                    ServiceDetailsBody.of(service, deployment.requestedAt()),
                    StatusDetailsBody.of(StatusDetails.of(state, deployment.action())),
                    service.details().iconUri(),
                    service.duration(now).toString());
        }
    }

    /** Which service in which deployment. */
    record ServiceIdentifier(String name, String serviceId, ServiceType serviceType, String executionId) {}
}
