package io.slipway.gateway.app.deployment;

import io.slipway.events.request.Action;
import io.slipway.events.request.Requester;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.StatusEvent.QueuedRequest;
import io.slipway.gateway.app.catalog.Catalog;
import io.slipway.gateway.app.catalog.RestrictionStore;
import io.slipway.gateway.app.deployment.Actions.Accepted;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.domain.catalog.DeploymentRestriction;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.ServiceConfig.ApplicationConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.ContainerConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.DatabaseConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.JobConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.Source;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.domain.deployment.EnvironmentPicture;
import io.slipway.gateway.domain.git.GitEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Deploys what follows new versions by itself. What was stopped stays stopped. */
@ApplicationScoped
public class AutoDeploys {

    private final Catalog catalog;
    private final Pictures pictures;
    private final Actions actions;
    private final RestrictionStore restrictions;

    AutoDeploys(Catalog catalog, Pictures pictures, Actions actions, RestrictionStore restrictions) {
        this.catalog = catalog;
        this.pictures = pictures;
        this.actions = actions;
        this.restrictions = restrictions;
    }

    /**
     * An image has a new tag: all services of the organization that follow it and have another tag are deployed with it,
     * one request for each environment.
     *
     * @return one for each environment in which there was something to deploy
     */
    public Uni<List<Accepted>> ofImage(
            UUID organizationId, ServiceType type, String imageName, String tag, Requester by) {
        return catalog.isOrganization(organizationId)
                .invoke(known -> {
                    if (!known) {
                        throw new ApiException.NotFound("organization", organizationId);
                    }
                })
                .chain(() -> catalog.servicesOfOrganization(organizationId, type))
                .map(services -> services.stream()
                        .filter(service -> follows(service, imageName, tag))
                        .map(service ->
                                new Wanted(service, new ServiceOrder(service.id(), type, null, tag, "image_name", "")))
                        .toList())
                .chain(wanted -> deploy(wanted, by));
    }

    /**
     * A branch has a new head: all services of the organization that follow it are deployed with that commit, one request
     * for each environment, except those whose restrictions keep them out. Where the provider does not tell which paths
     * changed, restrictions keep nothing out.
     *
     * @return one for each environment in which there was something to deploy
     */
    public Uni<List<Accepted>> ofPush(UUID organizationId, GitEvent.Push push, Requester by) {
        return catalog.servicesOfOrganization(organizationId, ServiceType.APPLICATION)
                .chain(applications -> catalog.servicesOfOrganization(organizationId, ServiceType.JOB)
                        .map(jobs -> Stream.concat(applications.stream(), jobs.stream())
                                .filter(service -> follows(service, push))
                                .toList()))
                .chain(followers -> Multi.createFrom()
                        .iterable(followers)
                        .onItem()
                        .transformToUniAndConcatenate(service -> restrictions
                                .ofService(service.id())
                                .map(all -> new Candidate(
                                        service,
                                        push.changedPaths() == null
                                                || DeploymentRestriction.allow(all, push.changedPaths()))))
                        .filter(Candidate::allowed)
                        .map(candidate -> new Wanted(
                                candidate.service(),
                                new ServiceOrder(
                                        candidate.service().id(),
                                        candidate.service().type(),
                                        push.commit(),
                                        null,
                                        "commit",
                                        "")))
                        .collect()
                        .asList())
                .chain(wanted -> deploy(wanted, by));
    }

    /** Deploys services in all of their environments, except those that are stopped. */
    private Uni<List<Accepted>> deploy(List<Wanted> all, Requester by) {
        Map<UUID, List<Wanted>> byEnvironment = all.stream()
                .collect(Collectors.groupingBy(
                        wanted -> wanted.service().environmentId(), LinkedHashMap::new, Collectors.toList()));
        return Multi.createFrom()
                .iterable(byEnvironment.entrySet())
                .onItem()
                .transformToUniAndConcatenate(each -> deploy(each.getKey(), each.getValue(), by))
                .collect()
                .asList()
                .map(accepted -> accepted.stream().flatMap(List::stream).toList());
    }

    private Uni<List<Accepted>> deploy(UUID environmentId, List<Wanted> wanted, Requester by) {
        return pictures.of(environmentId)
                .map(scene -> wanted.stream()
                        .filter(each -> !isStopped(scene, each.service()))
                        .map(Wanted::order)
                        .toList())
                .chain(orders -> orders.isEmpty()
                        ? Uni.createFrom().item(List.<Accepted>of())
                        : actions.onServices(environmentId, Action.DEPLOY, orders, by)
                                .map(List::of));
    }

    /** Whether it is stopped, or will be when all that waits is done. */
    private static boolean isStopped(Pictures.Scene scene, Service service) {
        Pictures.ServiceScene found = new Pictures.ServiceScene(scene, service);
        Optional<QueuedRequest> last = scene.picture().waiting().stream()
                .filter(request -> EnvironmentPicture.touches(request, found.plan()))
                .reduce((_, later) -> later);
        if (last.isPresent()) {
            return switch (last.get().action()) {
                case STOP, DELETE, UNINSTALL -> true;
                case DEPLOY, REDEPLOY, RESTART, FORCE_RUN -> false;
            };
        }
        DeploymentState state = found.state();
        return switch (state) {
            case STOPPED, STOPPING, STOP_QUEUED, STOP_ERROR, DELETED, DELETING, DELETE_QUEUED, DELETE_ERROR -> true;
            case READY,
                    QUEUED,
                    BUILDING,
                    BUILD_ERROR,
                    DEPLOYING,
                    DEPLOYMENT_ERROR,
                    DEPLOYED,
                    RESTART_QUEUED,
                    RESTARTING,
                    RESTART_ERROR,
                    RESTARTED,
                    CANCELING,
                    CANCELED -> false;
        };
    }

    private static boolean follows(Service service, String imageName, String tag) {
        return switch (service.config()) {
            case ContainerConfig container ->
                container.web().autoDeploy() && isOther(container.image(), imageName, tag);
            case JobConfig job ->
                job.autoDeploy() && job.source() instanceof Source.Image image && isOther(image, imageName, tag);
            case ApplicationConfig _, DatabaseConfig _ -> false;
        };
    }

    private static boolean follows(Service service, GitEvent.Push push) {
        return switch (service.config()) {
            case ApplicationConfig application -> application.web().autoDeploy() && follows(application.source(), push);
            case JobConfig job -> job.autoDeploy() && job.source() instanceof Source.Git git && follows(git, push);
            case ContainerConfig _, DatabaseConfig _ -> false;
        };
    }

    private static boolean follows(Source.Git git, GitEvent.Push push) {
        return push.repository().isAt(git.url()) && push.repository().isBranch(git.branch(), push.branch());
    }

    private static boolean isOther(Source.Image image, String imageName, String tag) {
        return image.name().equals(imageName) && !image.tag().equals(tag);
    }

    private record Candidate(Service service, boolean allowed) {}

    private record Wanted(Service service, ServiceOrder order) {}
}
