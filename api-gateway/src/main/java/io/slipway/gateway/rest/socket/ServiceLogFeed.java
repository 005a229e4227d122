package io.slipway.gateway.rest.socket;

import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.Found;
import io.slipway.gateway.app.live.Audience;
import io.slipway.gateway.app.live.LiveServiceLogs;
import io.slipway.gateway.app.live.ServiceLogScopes;
import io.slipway.gateway.app.live.ServiceLogScopes.Asked;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.domain.log.LogQuery;
import io.slipway.gateway.domain.token.ApiToken;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the processes of a service write: one line in each frame. */
@ApplicationScoped
class ServiceLogFeed implements SocketFeed {

    private static final int DEFAULT_LIMIT = 200;
    private static final int MAX_LIMIT = 1000;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");

    private final Audience audience;
    private final ServiceLogScopes scopes;
    private final LiveServiceLogs logs;

    ServiceLogFeed(Audience audience, ServiceLogScopes scopes, LiveServiceLogs logs) {
        this.audience = audience;
        this.scopes = scopes;
        this.logs = logs;
    }

    @Override
    public Multi<Void> start(SocketQuery query, ApiToken token, Socket socket) {
        UUID organization = query.id("organization");
        UUID project = query.id("project");
        UUID environment = query.id("environment");
        UUID service = query.id("service");
        UUID cluster = query.optionalId("cluster");
        Instant start = query.optionalTime("start");
        ServiceType type = type(service, query.text("service_type"));
        Asked asked = new Asked(
                limit(query.text("limit")),
                MAX_LIMIT,
                start,
                query.text("pod_name"),
                query.text("deployment_id"),
                lines(query.text("query")));
        return audience.environment(token, organization, project, environment, cluster)
                .chain(place -> audience.service(place, service)
                        .map(Optional::of)
                        .map(found -> found.filter(known -> type == null || known.type() == type))
                        .map(Found.or(type == null ? "service" : type.lowerCase(), service))
                        .chain(found -> scopes.of(place, found, asked)))
                .onItem()
                .transformToMulti(scope -> logs.follow(
                        scope, socket.executor(), line -> socket.send(ServiceLineBody.of(scope.service(), line))));
    }

    /** The type that the service has to be of; null = whichever. */
    private static @Nullable ServiceType type(UUID service, @Nullable String text) {
        if (text == null) {
            return null;
        }
        return Arrays.stream(ServiceType.values())
                .filter(type -> type.name().equalsIgnoreCase(text))
                .findFirst()
                // Slipway has no services of the contract's other types.
                .orElseThrow(() -> new ApiException.NotFound("service of type " + text, service));
    }

    private static LogQuery lines(@Nullable String text) {
        if (text == null) {
            return LogQuery.ALL;
        }
        try {
            return LogQuery.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ApiException.Invalid("query", String.valueOf(e.getMessage()));
        }
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        if (!NUMBER.matcher(text).matches() || Integer.parseInt(text) > MAX_LIMIT) {
            throw new ApiException.Invalid("limit", "must be a number up to " + MAX_LIMIT);
        }
        return Integer.parseInt(text);
    }
}
