package io.slipway.gateway.domain.log;

import io.slipway.events.log.LineFilter;
import io.slipway.events.log.LineFilter.Match;
import io.slipway.events.log.LineFilter.Subject;
import io.slipway.gateway.domain.log.LogQuery.Label;
import io.slipway.gateway.domain.log.LogQuery.LabelFilter;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a query from left to right. Clients put what users type between quotes as it is: a quote that nothing follows
 * which could follow a text belongs to the text, and so does a backslash before anything but what needs one.
 */
final class LogQueryParser {

    private static final int MAX_FILTERS = 20;
    private static final int SHOWN = 30;

    private final String query;
    private final List<LineFilter> lines = new ArrayList<>();
    private final List<LabelFilter> labels = new ArrayList<>();
    private int position;

    LogQueryParser(String query) {
        this.query = query;
    }

    LogQuery parse() {
        position = 1;
        skipSpace();
        if (!take("}")) {
            do {
                label();
            } while (take(","));
            if (!take("}")) {
                throw notUnderstood();
            }
        }
        while (position < query.length()) {
            line();
        }
        return new LogQuery(lines, labels);
    }

    private void label() {
        int start = position;
        while (position < query.length()
                && (Character.isLetterOrDigit(query.charAt(position)) || query.charAt(position) == '_')) {
            position++;
        }
        String name = query.substring(start, position);
        skipSpace();
        boolean expression;
        boolean negated;
        if (take("=~")) {
            expression = true;
            negated = false;
        } else if (take("!~")) {
            expression = true;
            negated = true;
        } else if (take("!=")) {
            expression = false;
            negated = true;
        } else if (take("=")) {
            expression = false;
            negated = false;
        } else {
            throw notUnderstood();
        }
        add(name, expression ? Match.MATCHES : Match.EQUALS, negated, value(",}"));
    }

    private void add(String name, Match match, boolean negated, String value) {
        switch (name) {
            case "qovery_com_service_id" -> labels.add(new LabelFilter(Label.SERVICE, match, negated, value));
            case "container" -> labels.add(new LabelFilter(Label.CONTAINER, match, negated, value));
            case "app", "version" -> labels.add(new LabelFilter(Label.VERSION, match, negated, value));
            case "pod" -> lines.add(new LineFilter(Subject.INSTANCE, match, negated, value));
            case "level" -> lines.add(new LineFilter(Subject.LEVEL, match, negated, value));
            default ->
                throw new IllegalArgumentException("has no label '" + shortened(name)
                        + "'; there are qovery_com_service_id, pod, container, level and app, which is the version");
        }
        checkNumber();
    }

    private void line() {
        Match match;
        boolean negated;
        if (take("|=")) {
            match = Match.CONTAINS;
            negated = false;
        } else if (take("!=")) {
            match = Match.CONTAINS;
            negated = true;
        } else if (take("|~")) {
            match = Match.FINDS;
            negated = false;
        } else if (take("!~")) {
            match = Match.FINDS;
            negated = true;
        } else {
            throw notUnderstood();
        }
        lines.add(new LineFilter(Subject.TEXT, match, negated, value("|!")));
        checkNumber();
    }

    /** A text in quotes, with whichever of {@code next}, or the query's end, behind it. */
    private String value(String next) {
        if (position >= query.length()) {
            throw notUnderstood();
        }
        char quote = query.charAt(position);
        if (quote != '"' && quote != '`') {
            throw notUnderstood();
        }
        int start = position;
        StringBuilder value = new StringBuilder();
        for (position++; position < query.length(); position++) {
            char c = query.charAt(position);
            if (c == quote && endsHere(next)) {
                position++;
                skipSpace();
                return value.toString();
            }
            if (c == '\\'
                    && quote == '"'
                    && position + 1 < query.length()
                    && "\\\"".indexOf(query.charAt(position + 1)) >= 0) {
                position++;
                value.append(query.charAt(position));
            } else {
                value.append(c);
            }
        }
        position = start;
        throw notUnderstood();
    }

    private boolean endsHere(String next) {
        int after = position + 1;
        while (after < query.length() && Character.isWhitespace(query.charAt(after))) {
            after++;
        }
        return after == query.length() || next.indexOf(query.charAt(after)) >= 0;
    }

    private boolean take(String symbol) {
        if (!query.startsWith(symbol, position)) {
            return false;
        }
        position += symbol.length();
        skipSpace();
        return true;
    }

    private void skipSpace() {
        while (position < query.length() && Character.isWhitespace(query.charAt(position))) {
            position++;
        }
    }

    private void checkNumber() {
        if (lines.size() + labels.size() > MAX_FILTERS) {
            throw new IllegalArgumentException("has more than " + MAX_FILTERS + " conditions");
        }
    }

    private IllegalArgumentException notUnderstood() {
        return new IllegalArgumentException(
                position < query.length()
                        ? "is not understood from '" + shortened(query.substring(position)) + "' on"
                        : "ends too early");
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
