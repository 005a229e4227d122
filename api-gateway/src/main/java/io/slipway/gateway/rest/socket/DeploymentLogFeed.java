package io.slipway.gateway.rest.socket;

import io.slipway.gateway.app.live.Audience;
import io.slipway.gateway.app.live.LiveLogs;
import io.slipway.gateway.domain.token.ApiToken;
import io.slipway.gateway.rest.history.LogFrames;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;

/** The log of one deployment, or of the newest and those after it: several lines in each frame. */
@ApplicationScoped
class DeploymentLogFeed implements SocketFeed {

    private final Audience audience;
    private final LiveLogs logs;

    DeploymentLogFeed(Audience audience, LiveLogs logs) {
        this.audience = audience;
        this.logs = logs;
    }

    @Override
    public Multi<Void> start(SocketQuery query, ApiToken token, Socket socket) {
        UUID organization = query.id("organization");
        UUID project = query.id("project");
        UUID environment = query.id("environment");
        UUID cluster = query.optionalId("cluster");
        String version = query.text("version");
        Instant start = query.optionalTime("start");
        return audience.environment(token, organization, project, environment, cluster)
                .onItem()
                .transformToMulti(_ -> logs.follow(
                        environment, version, start, socket.executor(), page -> socket.send(LogFrames.of(page))));
    }
}
