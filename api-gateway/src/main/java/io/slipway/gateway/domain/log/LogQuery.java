package io.slipway.gateway.domain.log;

import io.slipway.events.Copies;
import io.slipway.events.log.LineFilter;
import io.slipway.events.log.LineFilter.Match;
import io.slipway.events.log.LineFilter.Subject;
import java.util.List;

/**
 * Which lines of a service's log somebody wants to see.
 *
 * @param lines what a line itself has to be like
 * @param labels what has to hold for the service or its version
 */
public record LogQuery(List<LineFilter> lines, List<LabelFilter> labels) {

    /** Wants everything. */
    public static final LogQuery ALL = new LogQuery(List.of(), List.of());

    public LogQuery {
        lines = Copies.list(lines);
        labels = Copies.list(labels);
    }

    /**
     * The part of LogQL that selects lines: {@code {label="value", …}} and then {@code |= "text"}, {@code != "text"}, {@code
     * |~ "expression"}, {@code !~ "expression"}, as many as are wanted. A text without all that is looked for in the lines.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static LogQuery parse(String text) {
        String query = text.strip();
        return switch (query.isEmpty() ? ' ' : query.charAt(0)) {
            case ' ' -> ALL;
            case '{' -> new LogQueryParser(query).parse();
            case '(', '|', '!' ->
                throw new IllegalArgumentException("must begin with labels in braces, or be plain text");
            default -> new LogQuery(List.of(new LineFilter(Subject.TEXT, Match.CONTAINS, false, query)), List.of());
        };
    }

    /** What has to hold for something that all lines of an instance have in common. */
    public record LabelFilter(Label label, Match match, boolean negated, String value) {}

    /** What the worker does not know of a line. */
    public enum Label {
        /** Id of the service. */
        SERVICE,
        /** Name of the container: the service's. */
        CONTAINER,
        /** Tag or commit that runs. */
        VERSION
    }
}
