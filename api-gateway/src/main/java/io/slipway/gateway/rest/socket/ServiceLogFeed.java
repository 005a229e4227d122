package io.slipway.gateway.rest.socket;

import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.live.Audience;
import io.slipway.gateway.app.live.LiveServiceLogs;
import io.slipway.gateway.app.live.LiveServiceLogs.Wanted;
import io.slipway.gateway.domain.token.ApiToken;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the processes of a service write: one line in each frame. */
@ApplicationScoped
class ServiceLogFeed implements SocketFeed {

    private static final int DEFAULT_LIMIT = 200;
    private static final int MAX_LIMIT = 1000;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");
    private static final Pattern MILLIS = Pattern.compile("\\d{1,15}");

    private final Audience audience;
    private final LiveServiceLogs logs;

    ServiceLogFeed(Audience audience, LiveServiceLogs logs) {
        this.audience = audience;
        this.logs = logs;
    }

    @Override
    public Multi<Void> start(SocketQuery query, ApiToken token, Socket socket) {
        UUID organization = query.id("organization");
        UUID project = query.id("project");
        UUID environment = query.id("environment");
        UUID service = query.id("service");
        UUID cluster = query.optionalId("cluster");
        Instant start = time("start", query.text("start"));
        int limit = start == null ? limit(query.text("limit")) : MAX_LIMIT;
        String pod = query.text("pod_name");
        return audience.environment(token, organization, project, environment, cluster)
                .chain(place ->
                        audience.service(place, service).map(found -> new Wanted(place, found, limit, start, pod)))
                .onItem()
                .transformToMulti(wanted -> logs.follow(
                        wanted, socket.executor(), line -> socket.send(ServiceLineBody.of(wanted.service(), line))));
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

    private static @Nullable Instant time(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return MILLIS.matcher(text).matches() ? Instant.ofEpochMilli(Long.parseLong(text)) : Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw new ApiException.Invalid(name, "must be milliseconds since 1970 or a time of RFC 3339");
        }
    }
}
