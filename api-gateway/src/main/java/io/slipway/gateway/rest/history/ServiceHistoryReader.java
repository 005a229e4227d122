package io.slipway.gateway.rest.history;

import io.slipway.gateway.app.history.Histories;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the histories of all service types have in common. */
@ApplicationScoped
class ServiceHistoryReader {

    private final Histories histories;
    private final Clock clock;

    ServiceHistoryReader(Histories histories, Clock clock) {
        this.histories = histories;
        this.clock = clock;
    }

    /** The deployments that a service takes part in, newest first. */
    Uni<HistoryBodies.Page<HistoryBodies.Service>> of(UUID serviceId, ServiceType type, @Nullable String pageSize) {
        int size = PageSize.of(pageSize);
        String id = serviceId.toString();
        return histories.ofService(serviceId, type, size).map(history -> {
            Instant now = clock.instant();
            return HistoryBodies.Page.of(
                    size,
                    history.deployments().stream()
                            .flatMap(deployment -> deployment.service(id).stream()
                                    .map(service -> HistoryBodies.Service.of(deployment, service, now)))
                            .toList());
        });
    }

    /** The newest lines about a service. */
    Uni<Lines> log(UUID serviceId, ServiceType type) {
        return histories.ofService(serviceId, type).map(lines -> new Lines(ServiceLogBody.of(lines)));
    }

    /** The contract's {@code LogResponseList}. */
    record Lines(List<ServiceLogBody> results) {}
}
