package io.slipway.gateway.app.catalog;

import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.Found;
import io.slipway.gateway.domain.catalog.GitToken;
import io.slipway.gateway.domain.catalog.Names;
import io.slipway.gateway.domain.catalog.Registry;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.ServiceConfig;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.domain.catalog.Snapshot;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Services of all types: what differs between them is in their {@link ServiceConfig}. */
@ApplicationScoped
public class Services {

    private final Changes changes;
    private final EnvironmentStore environments;
    private final ProjectStore projects;
    private final Transactions transactions;
    private final Clock clock;

    @Inject
    public Services(
            Changes changes,
            EnvironmentStore environments,
            ProjectStore projects,
            Transactions transactions,
            Clock clock) {
        this.changes = changes;
        this.environments = environments;
        this.projects = projects;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** The services of an environment, oldest first; of one type, or of all if that is null. */
    public Uni<List<Described>> list(UUID environmentId, @Nullable ServiceType type) {
        return transactions.run(() -> environments
                .environment(environmentId)
                .map(Found.or("environment", environmentId))
                .chain(environment -> environments
                        .servicesOf(environmentId)
                        .chain(services -> registries(environment.organizationId())
                                .map(registries -> services.stream()
                                        .filter(service -> type == null || service.type() == type)
                                        .map(service -> described(service, registries))
                                        .toList()))));
    }

    /** One service; one of another type does not count. */
    public Uni<Described> get(ServiceType type, UUID id) {
        return transactions.run(() -> environments
                .service(id)
                .map(found -> found.filter(service -> service.type() == type))
                .map(Found.or(type.lowerCase(), id))
                .chain(service -> environments
                        .environment(service.environmentId())
                        .map(Found.or("environment", service.environmentId()))
                        .chain(environment -> registries(environment.organizationId()))
                        .map(registries -> described(service, registries))));
    }

    /** Makes a service in the stage of its type; its name is unique in the environment. */
    public Uni<Described> create(UUID environmentId, ServiceType type, Draft draft) {
        return changes.ofEnvironment(environmentId, snapshot -> {
            requireFree(snapshot, draft.name(), null);
            requireRegistry(snapshot, type, draft);
            requireGitToken(snapshot, type, draft);
            Instant now = clock.instant();
            UUID stage = snapshot.pipeline().landing(type).id();
            Service service = new Service(
                    UUID.randomUUID(),
                    environmentId,
                    new Service.Membership(UUID.randomUUID(), stage, false, now, now),
                    type,
                    draft.name(),
                    draft.description(),
                    draft.iconUri(),
                    draft.config(),
                    now,
                    now);
            return environments.save(service).replaceWith(() -> described(service, snapshot.registriesById()));
        });
    }

    /** Edits a service: {@code edit} is given what it is and answers what it is to be. */
    public Uni<Described> edit(ServiceType type, UUID id, Function<Service, Draft> edit) {
        return edit(type, id, edit, true);
    }

    /**
     * Edits a service whose repository stays the same: that its git token does not fit it, as those of old may not, is
     * no reason to fail. The token is left out of the specification anyway.
     */
    public Uni<Described> follow(ServiceType type, UUID id, Function<Service, Draft> edit) {
        return edit(type, id, edit, false);
    }

    private Uni<Described> edit(ServiceType type, UUID id, Function<Service, Draft> edit, boolean checksToken) {
        return transactions.run(() -> environments
                .environmentOfService(id)
                .map(Found.or(type.lowerCase(), id))
                .chain(environment -> changes.ofEnvironment(environment, snapshot -> {
                    Service old = snapshot.service(id)
                            .filter(service -> service.type() == type)
                            .orElseThrow(() -> new ApiException.NotFound(type.lowerCase(), id));
                    Draft draft = edit.apply(old);
                    requireFree(snapshot, draft.name(), id);
                    requireRegistry(snapshot, type, draft);
                    if (checksToken) {
                        requireGitToken(snapshot, type, draft);
                    }
                    Service edited = new Service(
                            id,
                            old.environmentId(),
                            old.membership(),
                            type,
                            draft.name(),
                            draft.description(),
                            draft.iconUri(),
                            draft.config(),
                            old.createdAt(),
                            clock.instant());
                    return environments.save(edited).replaceWith(() -> described(edited, snapshot.registriesById()));
                })));
    }

    private Uni<Map<UUID, Registry>> registries(UUID organizationId) {
        return projects.registriesOf(organizationId)
                .map(all -> all.stream().collect(Collectors.toMap(Registry::id, registry -> registry)));
    }

    static Described described(Service service, Map<UUID, Registry> registries) {
        return new Described(
                service, service.config().registryId().map(registries::get).orElse(null));
    }

    static void requireFree(Snapshot snapshot, String name, @Nullable UUID self) {
        for (Service other : snapshot.services()) {
            if (!other.id().equals(self) && Names.same(other.name(), name)) {
                throw new ApiException.Conflict(
                        "The name '" + name + "' is already taken within the environment, by the "
                                + other.type().lowerCase() + " " + other.id());
            }
        }
    }

    private static void requireRegistry(Snapshot snapshot, ServiceType type, Draft draft) {
        draft.config().registryId().ifPresent(id -> {
            if (!snapshot.registriesById().containsKey(id)) {
                throw new ApiException.Invalid(
                        type == ServiceType.JOB ? "source.image.registry_id" : "registry_id",
                        "is not the id of a container registry of the organization");
            }
        });
    }

    private static void requireGitToken(Snapshot snapshot, ServiceType type, Draft draft) {
        String repository = type == ServiceType.JOB ? "source.docker.git_repository" : "git_repository";
        draft.config().git().filter(git -> git.tokenId() != null).ifPresent(git -> {
            GitToken token = snapshot.gitTokens().stream()
                    .filter(each -> each.id().equals(git.tokenId()))
                    .findFirst()
                    .orElseThrow(() -> new ApiException.Invalid(
                            repository + ".git_token_id", "is not the id of a git token of the organization"));
            if (!token.fits(git.url())) {
                throw new ApiException.Invalid(
                        repository + ".url",
                        "must begin with " + token.server().address() + " for the git token '" + token.name()
                                + "' to be used, which is sent nowhere else: give that address of the repository, another"
                                + " git token, or none");
            }
        });
    }

    /** What a service is asked to be. */
    public record Draft(String name, @Nullable String description, String iconUri, ServiceConfig config) {}

    /** A service with the registry of its image, if it has one. */
    public record Described(Service service, @Nullable Registry registry) {}
}
