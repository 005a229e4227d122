package io.slipway.gateway.rest.socket;

import io.slipway.gateway.app.live.Audience;
import io.slipway.gateway.app.live.LiveStatuses;
import io.slipway.gateway.domain.token.ApiToken;
import io.slipway.gateway.rest.socket.RunningBody.RunningEnvironment;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/**
 * What runs in an environment, in all of a project or in all of an organization: the whole of it in each frame, the first
 * one at once, then one for each change.
 */
@ApplicationScoped
class ServiceStatusFeed implements SocketFeed {

    private final Audience audience;
    private final LiveStatuses statuses;

    ServiceStatusFeed(Audience audience, LiveStatuses statuses) {
        this.audience = audience;
        this.statuses = statuses;
    }

    @Override
    public Multi<Void> start(SocketQuery query, ApiToken token, Socket socket) {
        UUID organization = query.id("organization");
        UUID project = query.optionalId("project");
        UUID cluster = query.optionalId("cluster");
        UUID environment = query.optionalId("environment");
        if (environment != null) {
            return audience.environment(token, organization, project, environment, cluster)
                    .onItem()
                    .transformToMulti(_ -> statuses.ofEnvironment(
                            environment,
                            socket.executor(),
                            scene -> socket.sendIfNew(new RunningBody(List.of(RunningEnvironment.of(scene))))));
        }
        if (project != null) {
            return audience.project(token, organization, project)
                    .onItem()
                    .transformToMulti(_ -> statuses.ofProject(
                            project,
                            cluster,
                            socket.executor(),
                            RunningEnvironment::of,
                            environments -> socket.sendIfNew(new RunningBody(environments))));
        }
        return audience.organization(token, organization)
                .onItem()
                .transformToMulti(_ -> statuses.ofOrganization(
                        organization,
                        cluster,
                        socket.executor(),
                        RunningEnvironment::of,
                        environments -> socket.sendIfNew(new RunningBody(environments))));
    }
}
