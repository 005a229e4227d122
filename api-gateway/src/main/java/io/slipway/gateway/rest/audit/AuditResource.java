package io.slipway.gateway.rest.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.slipway.events.request.Origin;
import io.slipway.gateway.app.audit.AuditStore;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.ApiException.FieldError;
import io.slipway.gateway.domain.Uuids;
import io.slipway.gateway.domain.audit.AuditEvent;
import io.slipway.gateway.domain.token.Role;
import io.slipway.gateway.rest.security.Needs;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
    private static final String CONTINUE = "continueToken";
    private static final String STEP_BACK = "stepBackToken";

    private final AuditStore store;

    AuditResource(AuditStore store) {
        this.store = store;
    }

    @GET
    @Needs(Role.ADMIN)
    @Operation(
            operationId = "getOrganizationEvents",
            summary = "What was done, newest first; the answer's links lead to what was before and after")
    public Uni<Events> list(
            UUID organizationId,
            @Context UriInfo uri,
            @RestQuery @Nullable String pageSize,
            @RestQuery @Nullable String fromTimestamp,
            @RestQuery @Nullable String toTimestamp,
            @RestQuery @Nullable String continueToken,
            @RestQuery @Nullable String stepBackToken,
            @RestQuery @Nullable String eventType,
            @RestQuery @Nullable String targetType,
            @RestQuery @Nullable String subTargetType,
            @RestQuery @Nullable String targetId,
            @RestQuery @Nullable String triggeredBy,
            @RestQuery @Nullable String origin) {
        List<FieldError> errors = new ArrayList<>();
        int size = size(pageSize, errors);
        Instant to = time("toTimestamp", toTimestamp, errors);
        Instant from = time("fromTimestamp", fromTimestamp, errors);
        Instant before = time(CONTINUE, continueToken, errors);
        Instant after = time(STEP_BACK, stepBackToken, errors);
        if (before != null && after != null) {
            errors.add(new FieldError(STEP_BACK, "must not be there together with continueToken"));
        }
        AuditStore.Query query = new AuditStore.Query(
                constant("eventType", eventType, AuditEvent.Type.values(), errors),
                constant("targetType", targetType, AuditEvent.Target.values(), errors),
                constant("subTargetType", subTargetType, AuditEvent.SubTarget.values(), errors),
                id(targetId, errors),
                triggeredBy == null || triggeredBy.isBlank() ? null : triggeredBy,
                constant("origin", origin, Origin.values(), errors),
                after == null || (from != null && from.isAfter(after)) ? from : after,
                before == null || (to != null && to.isBefore(before)) ? to : before,
                after != null);
        if (!errors.isEmpty()) {
            throw new ApiException.Invalid(errors);
        }
        return store.find(organizationId, query, size + 1)
                .map(found -> after == null
                        ? newestFirst(uri, organizationId, found, size, before != null)
                        : upTo(uri, organizationId, found, size));
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
        Optional<UUID> id = Uuids.of(text);
        if (id.isEmpty()) {
            errors.add(new FieldError("targetId", "must be a UUID"));
        }
        return id.orElse(null);
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

    /** A page that begins with the newest of what is looked for. */
    private static Events newestFirst(
            UriInfo uri, UUID organizationId, List<AuditEvent> found, int size, boolean newerExist) {
        List<AuditEvent> page = found.subList(0, Math.min(size, found.size()));
        return Events.of(
                organizationId,
                page,
                new Links(
                        newerExist && !page.isEmpty() ? link(uri, STEP_BACK, page.getFirst()) : null,
                        found.size() > size ? link(uri, CONTINUE, page.getLast()) : null));
    }

    /** A page that ends where the one began from which a link led back. */
    private static Events upTo(UriInfo uri, UUID organizationId, List<AuditEvent> found, int size) {
        List<AuditEvent> page = found.subList(Math.max(0, found.size() - size), found.size());
        return Events.of(
                organizationId,
                page,
                new Links(
                        found.size() > size ? link(uri, STEP_BACK, page.getFirst()) : null,
                        page.isEmpty() ? null : link(uri, CONTINUE, page.getLast())));
    }

    /** The same question from another event on. */
    private static String link(UriInfo uri, String token, AuditEvent event) {
        URI next = uri.getRequestUriBuilder()
                .replaceQueryParam(CONTINUE)
                .replaceQueryParam(STEP_BACK)
                .queryParam(token, event.at())
                .build();
        return next.getRawPath() + "?" + next.getRawQuery();
    }

    /** A page of events. */
    record Events(Links links, UUID organizationId, List<Event> events) {

        static Events of(UUID organizationId, List<AuditEvent> page, Links links) {
            return new Events(
                    links, organizationId, page.stream().map(Event::of).toList());
        }
    }

    /** To what was after the page and to what was before it; null where there is nothing. */
    record Links(
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            String previous,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            String next) {}

    /** One event. */
    record Event(
            UUID id,
            Instant timestamp,
            AuditEvent.Type eventType,
            AuditEvent.Target targetType,
            AuditEvent.@Nullable SubTarget subTargetType,
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
                    event.subTarget(),
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
