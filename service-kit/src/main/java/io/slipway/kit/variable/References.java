package io.slipway.kit.variable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The references <code>{{NAME}}</code> of variables, and the cycles that they make. */
public final class References {

    static final Pattern FORM = Pattern.compile("\\{\\{\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*}}");

    /** Far more than interpolation allows; keeps the search off the end of the stack. */
    private static final int MAX_DEPTH = 500;

    private final Function<String, @Nullable String> texts;
    private final Set<String> done = new HashSet<>();
    private final LinkedHashSet<String> underWay = new LinkedHashSet<>();

    private References(Function<String, @Nullable String> texts) {
        this.texts = texts;
    }

    /**
     * What interpolation would say of the first cycle that some variables lead to; empty if they lead to none.
     *
     * @param keys where to begin
     * @param texts the text of the variable with a key, its references not replaced; null if there is none
     */
    public static Optional<String> findCycle(Collection<String> keys, Function<String, @Nullable String> texts) {
        References search = new References(texts);
        return keys.stream().flatMap(key -> search.from(key).stream()).findFirst();
    }

    /**
     * Names a cycle.
     *
     * @param underWay the way to {@code key}, which is on it already
     */
    static String cycle(Collection<String> underWay, String key) {
        List<String> path = new ArrayList<>(underWay);
        return "Variable " + String.join(" → ", path.subList(path.indexOf(key), path.size())) + " → " + key
                + " refer to each other in a cycle.";
    }

    private Optional<String> from(String key) {
        if (underWay.contains(key)) {
            return Optional.of(cycle(underWay, key));
        }
        String text = done.contains(key) || underWay.size() > MAX_DEPTH ? null : texts.apply(key);
        if (text == null) {
            return Optional.empty();
        }
        underWay.add(key);
        Matcher reference = FORM.matcher(text);
        while (reference.find()) {
            Optional<String> cycle = from(reference.group(1));
            if (cycle.isPresent()) {
                return cycle;
            }
        }
        underWay.remove(key);
        done.add(key);
        return Optional.empty();
    }
}
