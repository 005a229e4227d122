package io.slipway.gateway.rest.security;

import io.slipway.gateway.app.token.Access;
import io.slipway.gateway.app.token.Ownership.Kind;
import io.slipway.gateway.domain.Uuids;
import io.slipway.gateway.domain.token.ApiToken;
import io.slipway.gateway.domain.token.Role;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every operation: what a request names must not be another organization's, and its token must have the
 * role that the operation needs. Ids inside of bodies are looked at where the bodies are read.
 */
class AccessFilter {

    private static final String ORGANIZATION = "organizationId";

    private static final Map<String, Kind> IN_PATHS = Map.ofEntries(
            Map.entry("projectId", Kind.PROJECT),
            Map.entry("environmentId", Kind.ENVIRONMENT),
            Map.entry("applicationId", Kind.SERVICE),
            Map.entry("containerId", Kind.SERVICE),
            Map.entry("jobId", Kind.SERVICE),
            Map.entry("databaseId", Kind.SERVICE),
            Map.entry("serviceId", Kind.SERVICE),
            Map.entry("deploymentStageId", Kind.STAGE),
            Map.entry("stageId", Kind.STAGE),
            Map.entry("variableId", Kind.VARIABLE),
            Map.entry("deploymentRequestId", Kind.REQUEST));

    private static final Map<String, Kind> IN_QUERIES =
            Map.of("parent_id", Kind.PARENT, "service_id", Kind.SERVICE, "deploymentRequestId", Kind.REQUEST);

    private final Access access;
    private final CurrentUser user;

    AccessFilter(Access access, CurrentUser user) {
        this.access = access;
        this.user = user;
    }

    @ServerRequestFilter
    public Uni<@Nullable Response> check(ContainerRequestContext request, ResourceInfo resource) {
        if (resource.getResourceMethod() != null
                && resource.getResourceMethod().isAnnotationPresent(WithoutToken.class)) {
            return Uni.createFrom().nullItem();
        }
        ApiToken token = user.token();
        MultivaluedMap<String, String> path = request.getUriInfo().getPathParameters();
        for (UUID organization : ids(path, ORGANIZATION)) {
            access.seeOrganization(token, organization);
        }
        List<Named> named = named(path, IN_PATHS);
        named.addAll(named(request.getUriInfo().getQueryParameters(), IN_QUERIES));
        Uni<Void> visible = Uni.createFrom().voidItem();
        for (Named each : named) {
            visible = visible.chain(() -> access.see(token, each.kind(), each.id()));
        }
        return visible.invoke(() -> access.act(token, needed(request, resource)))
                .replaceWith(Uni.createFrom().nullItem());
    }

    private static Role needed(ContainerRequestContext request, ResourceInfo resource) {
        Needs needs = resource.getResourceMethod() == null
                ? null
                : resource.getResourceMethod().getAnnotation(Needs.class);
        if (needs != null) {
            return needs.value();
        }
        return switch (request.getMethod()) {
            case "GET", "HEAD", "OPTIONS" -> Role.VIEWER;
            default -> Role.DEVOPS;
        };
    }

    private static List<Named> named(MultivaluedMap<String, String> parameters, Map<String, Kind> kinds) {
        List<Named> named = new ArrayList<>();
        kinds.forEach((name, kind) -> ids(parameters, name).forEach(id -> named.add(new Named(kind, id))));
        return named;
    }

    /** What is no id is refused by the operation itself. */
    private static List<UUID> ids(MultivaluedMap<String, String> parameters, String name) {
        return parameters.getOrDefault(name, List.of()).stream()
                .map(Uuids::of)
                .flatMap(Optional::stream)
                .toList();
    }

    private record Named(Kind kind, UUID id) {}
}
