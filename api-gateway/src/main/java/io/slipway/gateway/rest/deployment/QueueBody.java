package io.slipway.gateway.rest.deployment;

import io.slipway.events.request.Origin;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.StatusEvent.QueuedRequest;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.domain.deployment.Blueprint.ServicePlan;
import io.slipway.gateway.domain.deployment.Blueprint.StagePlan;
import io.slipway.gateway.domain.deployment.EnvironmentPicture;
import io.slipway.gateway.domain.deployment.StatusDetails;
import io.slipway.gateway.domain.history.TriggerAction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The contract's {@code QueuedDeploymentRequestWithStages}. */
record QueueBody(Identifier identifier, Auditing auditingData, TriggerAction triggerAction, List<QueuedStage> stages) {

    /** What waits in an environment, first comes first. */
    static List<QueueBody> of(EnvironmentPicture picture) {
        return picture.waiting().stream().map(request -> of(picture, request)).toList();
    }

    /** What waits and touches one service, first comes first. */
    static List<OfService> of(EnvironmentPicture picture, ServicePlan service) {
        return picture.waiting().stream()
                .filter(request -> EnvironmentPicture.touches(request, service))
                .map(request -> new OfService(
                        new ServiceIdentifier(
                                request.id(), service.id(), Contract.type(service.kind()), service.name()),
                        Auditing.of(request),
                        StatusDetailsBody.of(
                                StatusDetails.of(DeploymentState.queued(request.action()), request.action())),
                        service.iconUri()))
                .toList();
    }

    private static QueueBody of(EnvironmentPicture picture, QueuedRequest request) {
        return new QueueBody(
                new Identifier(request.id(), picture.blueprint().environmentId()),
                Auditing.of(request),
                TriggerAction.of(request.action()),
                picture.blueprint().stages().stream()
                        .map(stage -> QueuedStage.of(stage, request))
                        .filter(stage -> !stage.services().isEmpty())
                        .toList());
    }

    /** Which request. */
    record Identifier(String deploymentRequestId, String environmentId) {}

    /** Who asked. */
    record Auditing(String triggeredBy, @Nullable Origin origin) {

        static Auditing of(QueuedRequest request) {
            return new Auditing(
                    request.requestedBy().user(),
                    Contract.origin(request.requestedBy().origin()));
        }
    }

    /** A stage with the services that the request touches. */
    record QueuedStage(String name, String status, List<QueuedService> services) {

        static QueuedStage of(StagePlan stage, QueuedRequest request) {
            return new QueuedStage(
                    stage.name(),
                    "QUEUED",
                    stage.services().stream()
                            .filter(service -> EnvironmentPicture.touches(request, service))
                            .map(QueuedService::of)
                            .toList());
        }
    }

    /** A service that the request touches. */
    record QueuedService(
            QueuedServiceIdentifier identifier,
            String status,
            String iconUri,
            @Nullable JobDetails details) {

        static QueuedService of(ServicePlan service) {
            String jobType = Contract.jobType(service.kind());
            return new QueuedService(
                    new QueuedServiceIdentifier(service.id(), Contract.type(service.kind()), service.name()),
                    "QUEUED",
                    service.iconUri(),
                    jobType == null ? null : new JobDetails(jobType));
        }
    }

    /** Which service. */
    record QueuedServiceIdentifier(String serviceId, ServiceType serviceType, String name) {}

    /** What only jobs have. */
    record JobDetails(String jobType) {}

    /** The contract's {@code QueuedDeploymentRequestForService}. */
    record OfService(
            ServiceIdentifier identifier, Auditing auditingData, StatusDetailsBody statusDetails, String iconUri) {}

    /** Which request and service. */
    record ServiceIdentifier(String deploymentRequestId, String serviceId, ServiceType serviceType, String name) {}
}
