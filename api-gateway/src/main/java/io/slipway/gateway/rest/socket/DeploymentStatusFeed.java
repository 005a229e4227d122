package io.slipway.gateway.rest.socket;

import io.slipway.gateway.app.deployment.Pictures.Scene;
import io.slipway.gateway.app.live.Audience;
import io.slipway.gateway.app.live.LiveStatuses;
import io.slipway.gateway.domain.token.ApiToken;
import io.slipway.gateway.rest.deployment.StatusFrames;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.function.Function;

/**
 * The status of an environment with its stages and services or, where none is named, of all environments of a project: the
 * whole of it in each frame, the first one at once, then one for each change.
 */
@ApplicationScoped
class DeploymentStatusFeed implements SocketFeed {

    private final Audience audience;
    private final LiveStatuses statuses;

    DeploymentStatusFeed(Audience audience, LiveStatuses statuses) {
        this.audience = audience;
        this.statuses = statuses;
    }

    @Override
    public Multi<Void> start(SocketQuery query, ApiToken token, Socket socket) {
        UUID organization = query.id("organization");
        UUID project = query.id("project");
        UUID cluster = query.optionalId("cluster");
        UUID environment = query.optionalId("environment");
        if (environment == null) {
            return audience.project(token, organization, project)
                    .onItem()
                    .transformToMulti(_ -> statuses.ofProject(
                            project,
                            cluster,
                            socket.executor(),
                            StatusFrames::inProject,
                            environments -> socket.sendIfNew(StatusFrames.ofProject(environments))));
        }
        String version = query.text("version");
        Function<Scene, Uni<Void>> send = scene -> socket.sendIfNew(StatusFrames.ofEnvironment(scene));
        return audience.environment(token, organization, project, environment, cluster)
                .onItem()
                .transformToMulti(_ -> version == null
                        ? statuses.ofEnvironment(environment, socket.executor(), send)
                        : statuses.ofDeployment(environment, version, socket.executor(), send));
    }
}
