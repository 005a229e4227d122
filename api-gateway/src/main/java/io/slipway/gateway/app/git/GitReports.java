package io.slipway.gateway.app.git;

import io.slipway.events.request.Origin;
import io.slipway.events.request.Requester;
import io.slipway.gateway.app.deployment.Actions.Accepted;
import io.slipway.gateway.app.deployment.AutoDeploys;
import io.slipway.gateway.domain.git.GitEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;

/** Does what a git provider's report leads to. */
@ApplicationScoped
public class GitReports {

    private final AutoDeploys autoDeploys;
    private final Previews previews;

    @Inject
    public GitReports(AutoDeploys autoDeploys, Previews previews) {
        this.autoDeploys = autoDeploys;
        this.previews = previews;
    }

    /** The requests that came of it, one for each environment. */
    public Uni<List<Accepted>> handle(UUID organizationId, GitEvent event) {
        return switch (event) {
            case GitEvent.Push push -> autoDeploys.ofPush(organizationId, push, by(push.by()));
            case GitEvent.PullRequest request -> previews.handle(organizationId, request, by(request.by()));
            case GitEvent.Irrelevant _ -> Uni.createFrom().item(List.of());
        };
    }

    private static Requester by(String name) {
        return new Requester(name.isBlank() ? "git" : name, Origin.GIT);
    }
}
