package io.slipway.gateway.rest.audit;

import io.slipway.gateway.app.audit.AuditStore;
import io.slipway.gateway.app.audit.Subject;
import io.slipway.gateway.domain.audit.AuditEvent;
import io.slipway.gateway.rest.security.CurrentUser;
import io.slipway.gateway.rest.security.WithoutToken;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/** Says of every change and every action what it is, for the transaction that does it to keep. */
class AuditFilter {

    private static final Logger LOG = Logger.getLogger(AuditFilter.class);
    private static final String EXPECTED = AuditFilter.class.getName();
    private static final int FIRST_ERROR = 400;
    private static final int MAX_AGENT = 255;

    private final AuditStore store;
    private final CurrentUser user;
    private final Clock clock;

    AuditFilter(AuditStore store, CurrentUser user, Clock clock) {
        this.store = store;
        this.user = user;
        this.clock = clock;
    }

    @ServerRequestFilter(priority = Priorities.USER + 1)
    public void expect(ContainerRequestContext request, ResourceInfo resource) {
        if (request.getMethod().equals("GET")
                || request.getMethod().equals("HEAD")
                || request.getMethod().equals("OPTIONS")
                || resource.getResourceMethod() == null
                || resource.getResourceMethod().isAnnotationPresent(WithoutToken.class)) {
            return;
        }
        Operation operation = resource.getResourceMethod().getAnnotation(Operation.class);
        AuditEvent event =
                event(request, operation == null ? resource.getResourceMethod().getName() : operation.operationId());
        request.setProperty(EXPECTED, event);
        store.expect(event);
    }

    /** Completes what the transaction kept, where the answer tells more; keeps what needed no transaction. */
    @ServerResponseFilter
    public Uni<Void> note(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() >= FIRST_ERROR || !(request.getProperty(EXPECTED) instanceof AuditEvent expected)) {
            return Uni.createFrom().voidItem();
        }
        Subject subject = Subject.of(response.getEntity());
        return store.add(expected.with(subject.id(), subject.name()))
                .onFailure()
                .invoke(failure -> LOG.errorf(failure, "the audit log lacks details of %s", expected.operation()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private AuditEvent event(ContainerRequestContext request, String operation) {
        List<String> segments = Arrays.stream(request.getUriInfo().getPath().split("/", -1))
                .filter(segment -> !segment.isEmpty())
                .toList();
        AuditEvent.Place place = AuditEvent.Place.of(segments);
        return new AuditEvent(
                UUID.randomUUID(),
                user.token().organizationId(),
                clock.instant(),
                AuditEvent.Type.of(request.getMethod(), segments, place),
                place.target(),
                place.subTarget(),
                place.targetId(),
                null,
                operation,
                request.getUriInfo().getPath(),
                user.name(),
                user.origin(),
                agent(request));
    }

    private static @Nullable String agent(ContainerRequestContext request) {
        String agent = request.getHeaderString("User-Agent");
        return agent == null || agent.length() <= MAX_AGENT ? agent : agent.substring(0, MAX_AGENT);
    }
}
