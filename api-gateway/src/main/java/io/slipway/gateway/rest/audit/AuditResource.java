package io.slipway.gateway.rest.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.slipway.events.request.Origin;
import io.slipway.gateway.app.audit.AuditStore;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.ApiException.FieldError;
import io.slipway.gateway.domain.audit.AuditEvent;
import io.slipway.gateway.domain.token.Role;
import io.slipway.gateway.rest.security.Needs;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Who did what in an organization. */
@Path("/organization/{organizationId}/events")
@Tag(name = "Audit log")
class AuditResource {

    private static final int STANDARD_SIZE = 10;
    private static final int MAX_SIZE = 100;

    private final AuditStore store;

    AuditResource(AuditStore store) {
        this.store = store;
    }

    @GET
    @Needs(Role.ADMIN)
    @Operation(
            operationId = "getOrganizationEvents",
            summary = "What was done, newest first; 'continueToken' of an answer's link leads to what was before")
    public Uni<Events> list(
            UUID organizationId,
            @RestQuery @Nullable String pageSize,
            @RestQuery @Nullable String fromTimestamp,
            @RestQuery @Nullable String toTimestamp,
            @RestQuery @Nullable String continueToken,
            @RestQuery @Nullable String eventType,
            @RestQuery @Nullable String targetType,
            @RestQuery @Nullable String targetId,
            @RestQuery @Nullable String triggeredBy,
            @RestQuery @Nullable String origin) {
        List<FieldError> errors = new ArrayList<>();
        int size = size(pageSize, errors);
        Instant to = time("toTimestamp", toTimestamp, errors);
        Instant from = time("fromTimestamp", fromTimestamp, errors);
        Instant before = time("continueToken", continueToken, errors);
        AuditStore.Query query = new AuditStore.Query(
                constant("eventType", eventType, AuditEvent.Type.values(), errors),
                constant("targetType", targetType, AuditEvent.Target.values(), errors),
                id(targetId, errors),
                triggeredBy == null || triggeredBy.isBlank() ? null : triggeredBy,
                constant("origin", origin, Origin.values(), errors),
                from,
                before == null || (to != null && to.isBefore(before)) ? to : before);
        if (!errors.isEmpty()) {
            throw new ApiException.Invalid(errors);
        }
        return store.find(organizationId, query, size + 1).map(found -> Events.of(organizationId, found, size));
    }

    private static int size(@Nullable String text, List<FieldError> errors) {
        if (text == null || text.isBlank()) {
            return STANDARD_SIZE;
        }
        try {
            int size = Integer.parseInt(text.strip());
            if (size >= 1 && size <= MAX_SIZE) {
                return size;
            }
        } catch (NumberFormatException _) {
            // Refused below like a number out of range.
        }
        errors.add(new FieldError("pageSize", "must be a whole number between 1 and " + MAX_SIZE));
        return STANDARD_SIZE;
    }

    private static @Nullable Instant time(String name, @Nullable String text, List<FieldError> errors) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException _) {
            errors.add(new FieldError(name, "must be a time such as 2030-01-31T12:00:00Z"));
            return null;
        }
    }

    private static @Nullable UUID id(@Nullable String text, List<FieldError> errors) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            errors.add(new FieldError("targetId", "must be a UUID"));
            return null;
        }
    }

    private static <E extends Enum<E>> @Nullable E constant(
            String name, @Nullable String text, E[] values, List<FieldError> errors) {
        if (text == null || text.isBlank()) {
            return null;
        }
        for (E value : values) {
            if (value.name().equals(text)) {
                return value;
            }
        }
        errors.add(new FieldError(name, "must be one of " + Arrays.toString(values)));
        return null;
    }

    /** A page of events. */
    record Events(Links links, UUID organizationId, List<Event> events) {

        static Events of(UUID organizationId, List<AuditEvent> found, int size) {
            List<AuditEvent> page = found.stream().limit(size).toList();
            String next = found.size() > size
                    ? "/organization/" + organizationId + "/events?pageSize=" + size + "&continueToken="
                            + page.getLast().at()
                    : null;
            return new Events(
                    new Links(next),
                    organizationId,
                    page.stream().map(Event::of).toList());
        }
    }

    /** Where it goes on; null at the end. */
    record Links(
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            String next) {}

    /** One event. */
    record Event(
            UUID id,
            Instant timestamp,
            AuditEvent.Type eventType,
            AuditEvent.Target targetType,
            @Nullable UUID targetId,
            @Nullable String targetName,
            String change,
            String path,
            String triggeredBy,
            @Nullable Origin origin,
            @Nullable String userAgent) {

        static Event of(AuditEvent event) {
            return new Event(
                    event.id(),
                    event.at(),
                    event.type(),
                    event.target(),
                    event.targetId(),
                    event.targetName(),
                    event.operation(),
                    event.path(),
                    event.triggeredBy(),
                    event.origin(),
                    event.userAgent());
        }
    }
}
