package io.slipway.gateway.domain.catalog;

import io.slipway.events.spec.VariableType;
import io.slipway.events.variable.VariableNames;
import io.slipway.gateway.domain.catalog.CatalogVariable.Owner;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All variables of an environment as people see them: stored ones, built-in ones and the outputs of jobs. */
public final class VariableViews {

    private final Map<UUID, VariableView> byId = new LinkedHashMap<>();
    private final Map<UUID, @Nullable UUID> onlyFor = new LinkedHashMap<>();
    private final Map<UUID, Service> services;

    private VariableViews(Collection<Service> services) {
        this.services = services.stream().collect(Collectors.toMap(Service::id, Function.identity()));
    }

    /** Those of an environment and of the project above it. */
    public static VariableViews of(Snapshot snapshot) {
        VariableViews views = new VariableViews(snapshot.services());
        snapshot.builtIns().forEach(builtIn -> views.add(snapshot.environment(), builtIn));
        snapshot.outputs().forEach(output -> views.add(snapshot.environment(), output));
        views.addStored(snapshot.variables());
        return views;
    }

    /** Those of a project alone. */
    public static VariableViews ofProject(List<CatalogVariable> variables) {
        VariableViews views = new VariableViews(List.of());
        views.addStored(variables);
        return views;
    }

    /** One of them. */
    public Optional<VariableView> get(UUID id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** What a service sees (null: what the environment or project itself sees), in the order of keys. */
    public List<VariableView> visibleTo(@Nullable UUID serviceId) {
        return byId.values().stream()
                .filter(view -> isVisible(view, serviceId))
                .sorted(Comparator.comparing(VariableView::key).thenComparing(VariableView::id))
                .toList();
    }

    private boolean isVisible(VariableView view, @Nullable UUID serviceId) {
        UUID only = view.owner() instanceof Owner.OfService owner ? owner.id() : onlyFor.get(view.id());
        return only == null || only.equals(serviceId);
    }

    private void add(Environment environment, BuiltIn builtIn) {
        Instant made = builtIn.service().map(Service::createdAt).orElse(environment.createdAt());
        put(new VariableView(
                builtIn.id(),
                builtIn.key(),
                VariableType.BUILT_IN,
                null,
                VariableView.shown(builtIn.value(), builtIn.secret()),
                builtIn.secret(),
                null,
                null,
                builtIn.about(),
                null,
                false,
                made,
                made));
        onlyFor.put(builtIn.id(), builtIn.onlyFor());
    }

    /** The ids of the variables that a job's output becomes, always in the same order. */
    public static List<UUID> idsOfOutput(UUID jobId, String name) {
        return List.of(
                UUID.fromString(VariableNames.outputVariableId(jobId.toString(), name)),
                derivedId("console:" + jobId + ":" + name),
                derivedId("bare:" + jobId + ":" + name));
    }

    /** The variable itself, the name that consoles look for, and the bare name. */
    private void add(Environment environment, JobOutput output) {
        String job = output.jobId().toString();
        List<UUID> ids = idsOfOutput(output.jobId(), output.name());
        VariableView full = put(output(ids.get(0), VariableNames.output(job, output.name()), output));
        put(output(ids.get(1), VariableNames.outputConsoleAlias(job, output.name()), output));
        put(new VariableView(
                ids.get(2),
                output.name(),
                VariableType.ALIAS,
                new Owner.OfEnvironment(environment.id()),
                full.secret() ? null : full.key(),
                full.secret(),
                null,
                target(full),
                null,
                null,
                false,
                output.createdAt(),
                output.updatedAt()));
    }

    private VariableView output(UUID id, String key, JobOutput output) {
        return new VariableView(
                id,
                key,
                VariableType.BUILT_IN,
                null,
                VariableView.shown(output.value(), false),
                output.value().secret(),
                null,
                null,
                services.get(output.jobId()),
                null,
                false,
                output.createdAt(),
                output.updatedAt());
    }

    private void addStored(List<CatalogVariable> variables) {
        List<CatalogVariable> waiting = new ArrayList<>(variables);
        // A target may come after what points to it.
        waiting.sort(Comparator.comparingInt(variable -> switch (variable.type()) {
            case VALUE, FILE, BUILT_IN -> 0;
            case OVERRIDE -> 1 + variable.owner().rank();
            case ALIAS -> 10;
        }));
        waiting.forEach(this::add);
    }

    private void add(CatalogVariable variable) {
        VariableView aimedAt = variable.targetId() == null ? null : byId.get(variable.targetId());
        boolean alias = variable.type() == VariableType.ALIAS;
        boolean secret =
                (alias && aimedAt != null) ? aimedAt.secret() : variable.value().secret();
        String value = alias ? aliasValue(aimedAt) : VariableView.shown(variable.value(), secret);
        put(new VariableView(
                variable.id(),
                variable.key(),
                variable.type(),
                variable.owner(),
                value,
                secret,
                variable.mountPath(),
                aimedAt == null ? null : target(aimedAt),
                variable.owner() instanceof Owner.OfService owner ? services.get(owner.id()) : null,
                variable.description(),
                variable.interpolationInFile(),
                variable.createdAt(),
                variable.updatedAt()));
    }

    private static @Nullable String aliasValue(@Nullable VariableView aimedAt) {
        return aimedAt == null || aimedAt.secret() ? null : aimedAt.key();
    }

    private VariableView put(VariableView view) {
        byId.put(view.id(), view);
        return view;
    }

    private static VariableView.Target target(VariableView view) {
        return new VariableView.Target(
                view.id(), view.key(), view.value(), view.mountPath(), view.type(), view.owner(), view.service());
    }

    private static UUID derivedId(String name) {
        return UUID.nameUUIDFromBytes(("output-" + name).getBytes(StandardCharsets.UTF_8));
    }
}
