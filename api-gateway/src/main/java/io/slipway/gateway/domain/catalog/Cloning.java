package io.slipway.gateway.domain.catalog;

import io.slipway.events.spec.Value;
import io.slipway.events.spec.VariableType;
import io.slipway.gateway.domain.catalog.CatalogVariable.Owner;
import io.slipway.gateway.domain.catalog.ServiceConfig.ApplicationConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.ContainerConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.DatabaseConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.JobConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.Port;
import io.slipway.gateway.domain.catalog.ServiceConfig.Storage;
import io.slipway.gateway.domain.catalog.ServiceConfig.Web;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes copies of services and their variables. A copy shares no id with what it was made from: ports, volumes, variables
 * and what variables point to get ids of their own.
 */
public final class Cloning {

    private final Supplier<UUID> ids;
    private final Instant now;
    private final Map<UUID, UUID> counterparts = new HashMap<>();

    /** For one clone that is made at {@code now}; {@code ids} gives a new id each time. */
    public Cloning(Supplier<UUID> ids, Instant now) {
        this.ids = ids;
        this.now = now;
    }

    /**
     * A copy of a service.
     *
     * @param membership where the copy is
     * @param login what a database gets instead of the original's login; null for everything else
     */
    public Service service(
            Service original, UUID environmentId, Service.Membership membership, String name, @Nullable Login login) {
        UUID id = ids.get();
        counterparts.put(original.id(), id);
        return new Service(
                id,
                environmentId,
                membership,
                original.type(),
                name,
                original.description(),
                original.iconUri(),
                config(original.config(), login),
                now,
                now);
    }

    /** A copy's place. */
    public Service.Membership membership(UUID stageId, boolean skipped) {
        return new Service.Membership(ids.get(), stageId, skipped, now, now);
    }

    /** Takes note that what is derived from {@code copies} stands for what is derived from {@code originals}. */
    public void relate(
            Environment environment,
            List<Service> originals,
            Environment copiedEnvironment,
            List<Service> copies,
            Cluster cluster,
            Collection<JobOutput> outputs) {
        List<BuiltIn> from = BuiltIns.of(environment, cluster, originals);
        List<BuiltIn> to = BuiltIns.of(copiedEnvironment, cluster, copies);
        for (int i = 0; i < from.size(); i++) {
            counterparts.put(from.get(i).id(), to.get(i).id());
        }
        for (JobOutput output : outputs) {
            UUID job = counterparts.get(output.jobId());
            if (job != null) {
                List<UUID> old = VariableViews.idsOfOutput(output.jobId(), output.name());
                List<UUID> made = VariableViews.idsOfOutput(job, output.name());
                for (int i = 0; i < old.size(); i++) {
                    counterparts.put(old.get(i), made.get(i));
                }
            }
        }
    }

    /**
     * Copies of variables for the owners that {@code owners} gives; those for which it gives none are left out.
     *
     * @param aliases whether aliases are copied at all
     * @param surroundings variables that copies may point to without being copied, by id
     * @param byKey the same by key: what stands for a target that does not exist where the copies are
     */
    public List<CatalogVariable> variables(
            List<CatalogVariable> originals,
            Map<UUID, Owner> owners,
            boolean aliases,
            Collection<UUID> surroundings,
            Map<String, UUID> byKey) {
        List<CatalogVariable> chosen = originals.stream()
                .filter(variable -> owners.containsKey(variable.owner().id()))
                .filter(variable -> aliases || variable.type() != VariableType.ALIAS)
                .toList();
        chosen.forEach(variable -> counterparts.put(variable.id(), ids.get()));
        Map<UUID, String> keys = new HashMap<>();
        originals.forEach(variable -> keys.put(variable.id(), variable.key()));
        List<CatalogVariable> copies = new ArrayList<>();
        for (CatalogVariable variable : chosen) {
            Owner owner = owners.get(variable.owner().id());
            if (owner != null) {
                target(variable, surroundings, byKey, keys)
                        .map(target -> copy(variable, owner, variable.type(), target))
                        .or(() -> without(variable, owner))
                        .ifPresent(copies::add);
            }
        }
        return copies;
    }

    /** Where a copy points to; empty if that does not exist there. Something that points nowhere points to itself. */
    private Optional<UUID> target(
            CatalogVariable variable, Collection<UUID> surroundings, Map<String, UUID> byKey, Map<UUID, String> keys) {
        UUID target = variable.targetId();
        if (target == null) {
            return Optional.of(variable.id());
        }
        UUID counterpart = counterparts.get(target);
        if (counterpart != null) {
            return Optional.of(counterpart);
        }
        return surroundings.contains(target)
                ? Optional.of(target)
                : Optional.ofNullable(keys.get(target)).map(byKey::get);
    }

    /** Without what it points to, an override becomes a value, and an alias is nothing. */
    private Optional<CatalogVariable> without(CatalogVariable variable, Owner owner) {
        return switch (variable.type()) {
            case OVERRIDE ->
                Optional.of(copy(
                        variable,
                        owner,
                        variable.mountPath() == null ? VariableType.VALUE : VariableType.FILE,
                        variable.id()));
            case ALIAS, VALUE, FILE, BUILT_IN -> Optional.empty();
        };
    }

    private CatalogVariable copy(CatalogVariable variable, Owner owner, VariableType type, UUID target) {
        boolean points = type == VariableType.ALIAS || type == VariableType.OVERRIDE;
        return new CatalogVariable(
                counterparts.getOrDefault(variable.id(), variable.id()),
                owner,
                variable.key(),
                type,
                new Value(variable.value().secret(), variable.value().text()),
                variable.mountPath(),
                points ? target : null,
                variable.description(),
                variable.interpolationInFile(),
                now,
                now);
    }

    /** A copy of a restriction for another service. */
    public DeploymentRestriction restriction(DeploymentRestriction original, UUID serviceId) {
        return new DeploymentRestriction(
                ids.get(), serviceId, original.mode(), original.type(), original.value(), now, now);
    }

    private ServiceConfig config(ServiceConfig config, @Nullable Login login) {
        return switch (config) {
            case ApplicationConfig application ->
                new ApplicationConfig(application.source(), application.compute(), web(application.web()));
            case ContainerConfig container ->
                new ContainerConfig(container.image(), container.compute(), web(container.web()));
            case JobConfig job -> job;
            case DatabaseConfig database ->
                login == null
                        ? database
                        : new DatabaseConfig(
                                database.engine(),
                                database.version(),
                                database.publiclyAccessible(),
                                database.cpuMillis(),
                                database.memoryMib(),
                                database.storageGib(),
                                login.name(),
                                login.password(),
                                login.databaseName());
        };
    }

    private Web web(Web web) {
        return new Web(
                web.ports().stream()
                        .map(port -> new Port(
                                ids.get(),
                                port.name(),
                                port.internalPort(),
                                port.externalPort(),
                                port.publiclyAccessible(),
                                port.isDefault(),
                                port.protocol(),
                                port.publicPath(),
                                port.publicPathRewrite()))
                        .toList(),
                web.storage().stream()
                        .map(volume -> new Storage(ids.get(), volume.sizeGib(), volume.mountPoint()))
                        .toList(),
                web.minInstances(),
                web.maxInstances(),
                web.command(),
                web.healthchecks(),
                web.autoPreview(),
                web.autoDeploy());
    }

    /**
     * Who may log in to a database that was copied.
     *
     * @param password ciphertext
     */
    public record Login(String name, String password, String databaseName) {

        @Override
        public String toString() {
            return "Login[" + name + "]";
        }
    }
}
