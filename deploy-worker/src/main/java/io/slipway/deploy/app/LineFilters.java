package io.slipway.deploy.app;

import io.slipway.events.log.LineFilter;
import io.slipway.events.log.LineFilter.Subject;
import io.slipway.events.log.ServiceLogLines.Severity;
import io.slipway.kit.log.TextMatch;
import java.util.List;
import java.util.function.Predicate;

/** Which lines a reader wants. */
final class LineFilters {

    private final Predicate<String> instance;
    private final Predicate<String> level;
    private final Predicate<String> text;
    private final boolean readsText;

    private LineFilters(List<LineFilter> filters) {
        this.instance = all(filters, Subject.INSTANCE);
        this.level = all(filters, Subject.LEVEL);
        this.text = all(filters, Subject.TEXT);
        this.readsText = filters.stream().anyMatch(filter -> filter.subject() == Subject.TEXT);
    }

    /**
     * Lines that {@code filters} all let through.
     *
     * @throws IllegalArgumentException if one of them makes no sense
     */
    static LineFilters of(List<LineFilter> filters) {
        return new LineFilters(filters);
    }

    boolean wantInstance(String name) {
        return instance.test(name);
    }

    boolean wantLevel(Severity severity) {
        return level.test(severity == Severity.ERROR ? "ERROR" : "INFO");
    }

    /** Whether {@link #wantText} looks at its argument at all. */
    boolean readText() {
        return readsText;
    }

    boolean wantText(String masked) {
        return text.test(masked);
    }

    private static Predicate<String> all(List<LineFilter> filters, Subject subject) {
        return filters.stream()
                .filter(filter -> filter.subject() == subject)
                .map(filter -> TextMatch.of(filter.match(), filter.negated(), filter.value(), subject == Subject.LEVEL))
                .reduce(_ -> true, Predicate::and);
    }
}
