package io.slipway.gateway.app.git;

import io.slipway.events.request.Action;
import io.slipway.events.request.Requester;
import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.catalog.Catalog;
import io.slipway.gateway.app.catalog.Clones;
import io.slipway.gateway.app.catalog.Services;
import io.slipway.gateway.app.deployment.Actions;
import io.slipway.gateway.app.deployment.Actions.Accepted;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.git.WebhookStore.Preview;
import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.ServiceConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.ApplicationConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.ContainerConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.DatabaseConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.JobConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.Source;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.domain.git.GitEvent.PullRequest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Preview environments: a pull request into a branch that services with previews follow makes a copy of each of their
 * environments, in which these services follow the pull request's branch. When the pull request is closed, whatever
 * became of it, the copy goes. A pull request from another repository makes none: it would run a stranger's code next to
 * the organization's secrets.
 */
@ApplicationScoped
public class Previews {

    private static final int MAX_NAME = 255;

    private final Catalog catalog;
    private final Clones clones;
    private final Services services;
    private final WebhookStore store;
    private final Actions actions;
    private final Transactions transactions;

    @Inject
    public Previews(
            Catalog catalog,
            Clones clones,
            Services services,
            WebhookStore store,
            Actions actions,
            Transactions transactions) {
        this.catalog = catalog;
        this.clones = clones;
        this.services = services;
        this.store = store;
        this.actions = actions;
        this.transactions = transactions;
    }

    /** Makes, deploys anew or deletes the previews of a pull request. */
    Uni<List<Accepted>> handle(UUID organizationId, PullRequest request, Requester by) {
        return transactions
                .run(() -> store.previews(organizationId, request.repository().place(), request.number()))
                .chain(present -> switch (request.change()) {
                    case CLOSED ->
                        each(present.stream().map(Preview::environmentId).toList(), id -> act(id, Action.DELETE, by));
                    case OPENED, UPDATED ->
                        request.foreign()
                                ? Uni.createFrom().item(List.of())
                                : show(organizationId, request, present, by);
                });
    }

    private Uni<List<Accepted>> show(UUID organizationId, PullRequest request, List<Preview> present, Requester by) {
        return origins(organizationId, request).chain(origins -> {
            List<UUID> missing = new ArrayList<>(origins);
            present.forEach(preview -> missing.remove(preview.originId()));
            return each(
                            missing,
                            origin -> make(origin, request)
                                    .map(made -> made.map(List::of).orElse(List.of()))
                                    .chain(made -> each(made, id -> act(id, Action.DEPLOY, by))))
                    .chain(made -> each(
                                    present.stream().map(Preview::environmentId).toList(),
                                    id -> act(id, Action.DEPLOY, by))
                            .map(again -> {
                                List<Accepted> all = new ArrayList<>(made);
                                all.addAll(again);
                                return all;
                            }));
        });
    }

    /** The environments with services that follow the target branch and are to have previews. */
    private Uni<Set<UUID>> origins(UUID organizationId, PullRequest request) {
        return catalog.servicesOfOrganization(organizationId, ServiceType.APPLICATION)
                .chain(applications -> catalog.servicesOfOrganization(organizationId, ServiceType.JOB)
                        .map(jobs -> {
                            Set<UUID> ids = new LinkedHashSet<>();
                            List<Service> all = new ArrayList<>(applications);
                            all.addAll(jobs);
                            all.stream()
                                    .filter(service -> follows(service, request))
                                    .forEach(service -> ids.add(service.environmentId()));
                            return ids;
                        }));
    }

    /** Empty if the environment is a preview itself, or is gone. */
    private Uni<Optional<UUID>> make(UUID origin, PullRequest request) {
        return transactions.run(() -> catalog.environment(origin).chain(found -> {
            if (found.isEmpty() || found.get().mode() == Environment.Mode.PREVIEW) {
                return Uni.createFrom().item(Optional.empty());
            }
            return clones.environment(
                            origin,
                            new Clones.EnvironmentDraft(
                                    name(found.get(), request), null, Environment.Mode.PREVIEW, null))
                    .chain(made -> store.add(
                                    new Preview(made.id(), origin),
                                    request.repository().place(),
                                    request.number())
                            .chain(() -> follow(made.id(), request))
                            .replaceWith(Optional.of(made.id())));
        }));
    }

    private Uni<Void> follow(UUID environmentId, PullRequest request) {
        return catalog.servicesOf(environmentId)
                .chain(all -> Multi.createFrom()
                        .iterable(all.stream()
                                .filter(service -> follows(service, request))
                                .toList())
                        .onItem()
                        .transformToUniAndConcatenate(service -> services.follow(
                                service.type(),
                                service.id(),
                                old -> new Services.Draft(
                                        old.name(),
                                        old.description(),
                                        old.iconUri(),
                                        onBranch(old.config(), request.source()))))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    private Uni<List<Accepted>> act(UUID environmentId, Action action, Requester by) {
        return actions.onEnvironment(environmentId, action, by)
                .map(List::of)
                // It is being deleted, or gone: there is nothing left to do.
                .onFailure(
                        failure -> failure instanceof ApiException.Conflict || failure instanceof ApiException.NotFound)
                .recoverWithItem(List.<Accepted>of());
    }

    private static Uni<List<Accepted>> each(Iterable<UUID> ids, Function<UUID, Uni<List<Accepted>>> act) {
        return Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(act::apply)
                .collect()
                .asList()
                .map(all -> all.stream().flatMap(List::stream).toList());
    }

    private static boolean follows(Service service, PullRequest request) {
        return switch (service.config()) {
            case ApplicationConfig application ->
                application.web().autoPreview() && follows(application.source(), request);
            case JobConfig job -> job.autoPreview() && job.source() instanceof Source.Git git && follows(git, request);
            case ContainerConfig _, DatabaseConfig _ -> false;
        };
    }

    private static boolean follows(Source.Git git, PullRequest request) {
        return request.repository().isAt(git.url()) && request.repository().isBranch(git.branch(), request.target());
    }

    private static ServiceConfig onBranch(ServiceConfig config, String branch) {
        return switch (config) {
            case ApplicationConfig application ->
                new ApplicationConfig(application.source().onBranch(branch), application.compute(), application.web());
            case JobConfig job
            when job.source() instanceof Source.Git git ->
                new JobConfig(
                        git.onBranch(branch),
                        job.schedule(),
                        job.compute(),
                        job.maxRestarts(),
                        job.maxDurationSeconds(),
                        job.port(),
                        job.healthchecks(),
                        job.autoPreview(),
                        job.autoDeploy());
            case JobConfig job -> job;
            case ContainerConfig container -> container;
            case DatabaseConfig database -> database;
        };
    }

    private static String name(Environment origin, PullRequest request) {
        String suffix = "-pr-" + request.number();
        String name = origin.name();
        int room = MAX_NAME - suffix.length();
        return (name.length() > room ? name.substring(0, room) : name) + suffix;
    }
}
