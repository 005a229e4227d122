package io.slipway.gateway.rest.history;

import io.slipway.gateway.app.history.LogStore.Told;
import io.slipway.gateway.domain.history.LogEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The contract's {@code Log}: one line about a service; {@code version} is the deployment that it belongs to. */
record ServiceLogBody(UUID id, Instant createdAt, String message, String version) {

    static List<ServiceLogBody> of(List<Told> lines) {
        return lines.stream().map(ServiceLogBody::of).toList();
    }

    private static ServiceLogBody of(Told line) {
        LogEntry entry = line.entry();
        String name = entry.deploymentId() + "/" + entry.serviceId() + "/" + entry.attempt() + "/" + entry.source()
                + "/" + entry.at();
        return new ServiceLogBody(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
                line.at(),
                entry.message(),
                entry.deploymentId());
    }
}
