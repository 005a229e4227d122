package io.slipway.gateway.rest.deployment;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.domain.deployment.EnvironmentPicture;
import io.slipway.gateway.domain.deployment.StageStatusView;
import io.slipway.gateway.domain.deployment.StageStatusView.ServiceLine;
import java.util.List;

/** The contract's {@code EnvironmentStatuses}. */
record StatusesBody(
        EnvironmentStatusBody environment, @JsonUnwrapped ByType services) {

    static StatusesBody of(EnvironmentPicture picture) {
        return new StatusesBody(
                EnvironmentStatusBody.of(picture),
                ByType.of(picture.stages().stream()
                        .map(StageStatusView::services)
                        .flatMap(List::stream)
                        .toList()));
    }

    /** Statuses of services, in one list for each type that the contract has; Slipway has no services of the last three. */
    record ByType(
            List<StatusBody> applications,
            List<StatusBody> containers,
            List<StatusBody> jobs,
            List<StatusBody> databases,
            List<StatusBody> helms,
            List<StatusBody> terraforms,
            List<StatusBody> agenticWorkflows) {

        static ByType of(List<ServiceLine> services) {
            return new ByType(
                    ofType(services, ServiceType.APPLICATION),
                    ofType(services, ServiceType.CONTAINER),
                    ofType(services, ServiceType.JOB),
                    ofType(services, ServiceType.DATABASE),
                    List.of(),
                    List.of(),
                    List.of());
        }

        static List<StatusBody> ofType(List<ServiceLine> services, ServiceType type) {
            return services.stream()
                    .filter(line -> Contract.type(line.plan().kind()) == type)
                    .map(line -> StatusBody.of(line.status()))
                    .toList();
        }
    }
}
