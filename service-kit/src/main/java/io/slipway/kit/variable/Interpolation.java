package io.slipway.kit.variable;

import io.slipway.events.work.StepFailure;
import io.slipway.kit.work.StepException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;

/** Replaces references, each variable once; finds cycles on the way. */
final class Interpolation {

    /** Far more than a process may be given; references that multiply each other are stopped here. */
    private static final int MAX_LENGTH = 1 << 20;

    /** References may lead on to further ones this often. */
    private static final int MAX_DEPTH = 100;

    private final Map<String, Template> templates;
    private final Map<String, Template> values = new HashMap<>();
    private final Set<String> underWay = new LinkedHashSet<>();

    Interpolation(Map<String, Template> templates) {
        this.templates = templates;
    }

    /** The value of the variable {@code key}, which exists. */
    Template value(String key) {
        Template known = values.get(key);
        if (known != null) {
            return known;
        }
        Template template = templates.get(key);
        if (template == null) {
            throw invalid(lastUnderWay() + " refers to {{" + key + "}}, which does not exist here.");
        }
        if (!underWay.add(key)) {
            throw new StepException(StepFailure.Reason.INVALID_VARIABLE, References.cycle(underWay, key));
        }
        if (underWay.size() > MAX_DEPTH) {
            throw invalid(List.copyOf(underWay).getFirst() + " leads through more than " + MAX_DEPTH + " references.");
        }
        Template value = replaceReferences(key, template);
        underWay.remove(key);
        values.put(key, value);
        return value;
    }

    private Template replaceReferences(String key, Template template) {
        Matcher reference = References.FORM.matcher(template.text());
        StringBuilder text = new StringBuilder();
        boolean secret = template.secret();
        int end = 0;
        while (reference.find()) {
            Template other = value(reference.group(1));
            secret |= other.secret();
            text.append(template.text(), end, reference.start()).append(other.text());
            end = reference.end();
            if (text.length() > MAX_LENGTH) {
                throw invalid(key + " becomes longer than 1 MiB when its references are replaced.");
            }
        }
        return end == 0
                ? template
                : new Template(text.append(template.text().substring(end)).toString(), secret);
    }

    private String lastUnderWay() {
        return List.copyOf(underWay).getLast();
    }

    private static StepException invalid(String message) {
        return new StepException(StepFailure.Reason.INVALID_VARIABLE, "Variable " + message);
    }
}
