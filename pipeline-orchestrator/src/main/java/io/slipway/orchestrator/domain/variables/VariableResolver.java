package io.slipway.orchestrator.domain.variables;

import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.spec.Value;
import io.slipway.events.spec.Variable;
import io.slipway.events.spec.VariableType;
import io.slipway.events.variable.VariableNames;
import io.slipway.events.work.OutputHarvested.OutputVariable;
import io.slipway.events.work.ResolvedVariable;
import io.slipway.orchestrator.domain.state.JobOutputs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Settles the variables that one service sees.
 *
 * <p>For each key the strongest candidate wins: what the platform says of the container itself, then built-ins and the
 * outputs of jobs under their full names, then user variables (service before environment before project), and last the
 * bare names of outputs. An alias has the value of its target, an override takes the place of its target's value, the
 * narrowest one counts; both follow chains. <code>{{NAME}}</code> stays as it is: the worker replaces it, because only it
 * can read secrets.
 */
public final class VariableResolver {

    private static final int BARE_OUTPUT = 0;
    private static final int BUILT_IN = 10;
    private static final int OWN = 11;

    private final EnvironmentSpec spec;
    private final String serviceId;
    private final Map<String, Variable> visible = new HashMap<>();
    private final List<Variable> visibleOverrides = new ArrayList<>();
    private final Map<String, Variable> overrides = new HashMap<>();
    private final Map<String, Found> outputsById = new HashMap<>();
    private final TreeMap<String, Candidate> byKey = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    private VariableResolver(EnvironmentSpec spec, String serviceId) {
        this.spec = spec;
        this.serviceId = serviceId;
    }

    /**
     * The variables of one service.
     *
     * @param outputs by id of the job; of two jobs with an output of the same name the one that the configuration lists
     *     later has the bare name
     * @param own what the platform says of this container; nothing is stronger
     */
    public static Resolution resolve(
            EnvironmentSpec spec, Map<String, JobOutputs> outputs, String serviceId, List<ResolvedVariable> own) {
        VariableResolver resolver = new VariableResolver(spec, serviceId);
        resolver.collect();
        resolver.collectOutputs(outputs);
        own.forEach(variable -> resolver.offer(
                variable.key(), new Candidate(OWN, null, new Found(variable.value(), variable.mountPath()))));
        return resolver.settle();
    }

    private void collect() {
        for (Variable variable : spec.variables()) {
            if (variable.serviceId() == null || variable.serviceId().equals(serviceId)) {
                visible.put(variable.id(), variable);
                if (variable.type() == VariableType.OVERRIDE) {
                    visibleOverrides.add(variable);
                } else {
                    offer(variable.key(), new Candidate(strength(variable), variable.id(), null));
                }
            }
        }
    }

    private void collectOutputs(Map<String, JobOutputs> outputs) {
        if (outputs.isEmpty()) {
            return;
        }
        spec.services().forEach(service -> {
            JobOutputs ofJob = outputs.get(service.id());
            if (ofJob != null) {
                ofJob.variables().forEach(output -> collectOutput(service.id(), output));
            }
        });
    }

    private void collectOutput(String jobId, OutputVariable output) {
        String id = VariableNames.outputVariableId(jobId, output.name());
        outputsById.put(id, new Found(output.value(), null));
        offer(VariableNames.output(jobId, output.name()), new Candidate(BUILT_IN, id, null));
        offer(VariableNames.outputConsoleAlias(jobId, output.name()), new Candidate(BUILT_IN, id, null));
        offer(output.name(), new Candidate(BARE_OUTPUT, id, null));
    }

    /** Of two equally strong candidates the later one wins, so that the configuration's order decides. */
    private void offer(String key, Candidate candidate) {
        byKey.merge(key, candidate, (known, other) -> other.strength() >= known.strength() ? other : known);
    }

    private static int strength(Variable variable) {
        if (variable.type() == VariableType.BUILT_IN) {
            return BUILT_IN;
        }
        return switch (variable.scope()) {
            case BUILT_IN -> BUILT_IN;
            case SERVICE -> 3;
            case ENVIRONMENT -> 2;
            case PROJECT -> 1;
        };
    }

    private Resolution settle() {
        visibleOverrides.forEach(this::collectOverride);
        List<ResolvedVariable> resolved = new ArrayList<>(byKey.size());
        byKey.forEach((key, candidate) -> {
            Found found = candidate.found() != null
                    ? candidate.found()
                    : valueOf(candidate.id(), "'" + key + "'", new HashSet<>());
            if (found != null) {
                resolved.add(new ResolvedVariable(key, found.value(), found.mountPath()));
            }
        });
        if (problems.isEmpty()) {
            return new Resolution.Resolved(resolved);
        }
        return new Resolution.Unresolvable(
                String.join("; ", problems.stream().distinct().sorted().toList()));
    }

    private void collectOverride(Variable override) {
        String root = rootOf(override);
        if (root != null) {
            overrides.merge(
                    root, override, (known, other) -> other.scope().compareTo(known.scope()) > 0 ? other : known);
        }
    }

    /** The variable that an override is about in the end: overrides of overrides are about the same one. */
    private @Nullable String rootOf(Variable override) {
        Set<String> passed = new HashSet<>();
        Variable current = override;
        while (current.type() == VariableType.OVERRIDE) {
            if (!passed.add(current.id())) {
                problems.add("the override '" + override.key() + "' leads back to itself");
                return null;
            }
            String target = current.targetId();
            Variable next = target == null ? null : visible.get(target);
            if (next == null) {
                if (target != null && outputsById.containsKey(target)) {
                    return target;
                }
                if (!belongsToOtherService(target)) {
                    problems.add("the override '" + override.key() + "' is of a variable that does not exist");
                }
                return null;
            }
            current = next;
        }
        return current.id();
    }

    /** The value of a variable by id after overrides and aliases; null if this service does not see it. */
    private @Nullable Found valueOf(@Nullable String id, String who, Set<String> passed) {
        if (id == null || !passed.add(id)) {
            problems.add("the alias " + who + (id == null ? " has no target" : " leads back to itself"));
            return null;
        }
        Variable override = overrides.get(id);
        if (override != null) {
            return new Found(override.value(), mountPath(override, visible.get(id)));
        }
        Variable variable = visible.get(id);
        if (variable == null) {
            Found output = outputsById.get(id);
            if (output == null && !belongsToOtherService(id)) {
                problems.add("the alias " + who + " is of a variable that does not exist");
            }
            return output;
        }
        if (variable.type() == VariableType.OVERRIDE) {
            return valueOf(rootOf(variable), who, passed);
        }
        if (variable.type() != VariableType.ALIAS) {
            return new Found(variable.value(), variable.mountPath());
        }
        Found target = valueOf(variable.targetId(), who, passed);
        if (target == null || variable.mountPath() == null) {
            return target;
        }
        return new Found(target.value(), variable.mountPath());
    }

    private static @Nullable String mountPath(Variable override, @Nullable Variable target) {
        return override.mountPath() != null || target == null ? override.mountPath() : target.mountPath();
    }

    /** Such a variable exists, but is none of this service's business. */
    private boolean belongsToOtherService(@Nullable String id) {
        return id != null
                && spec.variables().stream().anyMatch(variable -> variable.id().equals(id));
    }

    private record Found(Value value, @Nullable String mountPath) {}

    /** Who could provide a key's value: a variable or output by id, or a value that is settled already. */
    private record Candidate(
            int strength, @Nullable String id, @Nullable Found found) {}
}
