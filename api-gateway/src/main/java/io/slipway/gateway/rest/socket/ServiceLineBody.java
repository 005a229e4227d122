package io.slipway.gateway.rest.socket;

import io.slipway.events.log.ServiceLogLines.Line;
import io.slipway.gateway.domain.catalog.Service;
import java.util.Map;
import java.util.Objects;

/**
 * One line: one frame of {@code /service/logs}.
 *
 * @param createdAt milliseconds since 1970
 * @param version tag or commit that the pod runs; empty for notes
 */
record ServiceLineBody(
        long createdAt,
        String podName,
        String containerName,
        String message,
        String version,
        String severityText,
        Map<String, String> labels,
        boolean fromKube) {

    static ServiceLineBody of(Service service, Line line) {
        return new ServiceLineBody(
                line.at().toEpochMilli(),
                line.instance(),
                service.name(),
                line.text(),
                Objects.requireNonNullElse(line.version(), ""),
                switch (line.severity()) {
                    case OUTPUT -> "INFO";
                    case ERROR -> "ERROR";
                    case NOTE -> "WARN";
                },
                Map.of("qovery_com_service_id", service.id().toString()),
                false);
    }
}
