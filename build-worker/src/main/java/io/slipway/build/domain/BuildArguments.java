package io.slipway.build.domain;

import io.slipway.events.work.ResolvedVariable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which variables become build arguments: those that an {@code ARG} of the Dockerfile names, unless they are secrets, take
 * one in, or are files. Build arguments stay readable in the image's history, so a secret among them would be published.
 */
public final class BuildArguments {

    // As in the interpolation of container variables.
    private static final Pattern REFERENCE = Pattern.compile("\\{\\{\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*}}");

    private BuildArguments() {}

    /**
     * Those of {@code variables} that have to be looked at: the named ones and what their values refer to. A mistake in
     * any other variable is no reason for a build to fail.
     */
    public static List<ResolvedVariable> relevant(Set<String> names, List<ResolvedVariable> variables) {
        // What a secret refers to does not matter: its value is not used.
        return relevant(
                names,
                variables,
                variable -> variable.value().secret() ? "" : variable.value().text());
    }

    /** As above; {@code text} gives a variable's value before interpolation. */
    public static List<ResolvedVariable> relevant(
            Set<String> names, List<ResolvedVariable> variables, Function<ResolvedVariable, String> text) {
        Map<String, ResolvedVariable> byKey = new LinkedHashMap<>();
        variables.forEach(variable -> byKey.put(variable.key(), variable));
        Map<String, ResolvedVariable> found = new LinkedHashMap<>();
        Deque<String> todo = new ArrayDeque<>(names);
        while (!todo.isEmpty()) {
            String key = todo.pop();
            ResolvedVariable variable = byKey.get(key);
            if (variable != null && found.put(key, variable) == null) {
                Matcher reference = REFERENCE.matcher(text.apply(variable));
                while (reference.find()) {
                    todo.push(reference.group(1));
                }
            }
        }
        return List.copyOf(found.values());
    }

    /**
     * The build arguments.
     *
     * @param names what the Dockerfile's {@code ARG}s declare
     * @param variables with their values after interpolation
     * @param secretKeys variables that are secrets or take one in
     */
    public static Selection select(
            Set<String> names, List<ResolvedVariable> relevant, Map<String, String> variables, Set<String> secretKeys) {
        Map<String, String> arguments = new TreeMap<>();
        Set<String> withheld = new TreeSet<>();
        for (ResolvedVariable variable : relevant) {
            String key = variable.key();
            if (!names.contains(key)) {
                continue;
            }
            String value = variables.get(key);
            if (secretKeys.contains(key) || variable.value().secret()) {
                withheld.add(key);
            } else if (variable.mountPath() == null && value != null) {
                arguments.put(key, value);
            }
        }
        return new Selection(arguments, withheld);
    }

    /**
     * What becomes an argument and what does not.
     *
     * @param arguments in alphabetical order
     * @param withheld names of secrets for which there is an {@code ARG}
     */
    public record Selection(Map<String, String> arguments, Set<String> withheld) {}
}
