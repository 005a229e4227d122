package io.slipway.events.log;

import io.slipway.events.Copies;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody follows what a service writes: topic {@code logs.requested}, key = environment id. A lease: it is repeated
 * with the same id while somebody follows, and ends by itself at {@code expiresAt} when nobody repeats it.
 *
 * @param leaseId one for each reader; the lines carry it
 * @param clusterId where the service runs
 * @param tail so many of the last lines of each instance come first
 * @param since only lines after this time; null = no matter when they were written
 * @param filters only lines that all of these let through, and notes; null = all lines
 * @param secrets ciphertexts of the values that must not be shown
 * @param requestedAt grows from one repetition to the next
 * @param ended the reader has gone: the lease ends now
 */
public record LogsRequested(
        String leaseId,
        String environmentId,
        String clusterId,
        String serviceId,
        int tail,
        @Nullable Instant since,
        @Nullable List<LineFilter> filters,
        List<String> secrets,
        Instant requestedAt,
        Instant expiresAt,
        boolean ended) {

    public LogsRequested {
        Copies.required(leaseId, "leaseId");
        Copies.required(environmentId, "environmentId");
        clusterId = clusterId == null ? "" : clusterId;
        Copies.required(serviceId, "serviceId");
        filters = filters == null || filters.isEmpty() ? null : List.copyOf(filters);
        secrets = Copies.list(secrets);
        Copies.required(requestedAt, "requestedAt");
        Copies.required(expiresAt, "expiresAt");
    }

    /** What lines have to be like; none if all are wanted. */
    public List<LineFilter> wanted() {
        return filters == null ? List.of() : filters;
    }

    @Override
    public String toString() {
        return "LogsRequested[" + leaseId + ", " + serviceId + ", until " + expiresAt + "]";
    }
}
