package io.slipway.kit.log;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.slipway.events.log.LineFilter;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * A comparison that a user wrote, ready to be made many times. Regular expressions are those of RE2: they take time in
 * proportion to the text, whatever they are. What they take in memory is bounded here.
 */
public final class TextMatch {

    private static final int MAX_LENGTH = 500;
    private static final long MAX_REPETITIONS = 1_000;
    private static final java.util.regex.Pattern REPETITION = java.util.regex.Pattern.compile("\\{(\\d+)(?:,(\\d*))?}");

    private TextMatch() {}

    /**
     * Whether a text is one that is wanted.
     *
     * @throws IllegalArgumentException with a sentence for the user, if the value is too long or no regular expression
     */
    public static Predicate<String> of(LineFilter.Match match, boolean negated, String value, boolean ignoreCase) {
        if (value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("'" + value.substring(0, 20) + "…' is longer than " + MAX_LENGTH);
        }
        String wanted = ignoreCase ? value.toLowerCase(Locale.ROOT) : value;
        Predicate<String> positive = switch (match) {
            case EQUALS -> text -> given(text, ignoreCase).equals(wanted);
            case CONTAINS -> text -> given(text, ignoreCase).contains(wanted);
            case MATCHES -> {
                Pattern pattern = pattern(value, ignoreCase);
                yield text -> pattern.matcher(text).matches();
            }
            case FINDS -> {
                Pattern pattern = pattern(value, ignoreCase);
                yield text -> pattern.matcher(text).find();
            }
        };
        return negated ? positive.negate() : positive;
    }

    private static String given(String text, boolean ignoreCase) {
        return ignoreCase ? text.toLowerCase(Locale.ROOT) : text;
    }

    private static Pattern pattern(String value, boolean ignoreCase) {
        if (repetitions(value) > MAX_REPETITIONS) {
            throw new IllegalArgumentException("'" + value + "' repeats more than " + MAX_REPETITIONS + " times");
        }
        try {
            return Pattern.compile(value, ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("'" + value + "' is no regular expression: " + e.getDescription(), e);
        }
    }

    /** How often a part may be repeated if all counted repetitions are in each other: they are written out. */
    private static long repetitions(String value) {
        long product = 1;
        java.util.regex.Matcher found = REPETITION.matcher(value);
        while (found.find() && product <= MAX_REPETITIONS) {
            String most = found.group(2) == null || found.group(2).isEmpty() ? found.group(1) : found.group(2);
            product *= most.length() > 4 ? MAX_REPETITIONS + 1 : Math.max(1, Long.parseLong(most));
        }
        return product;
    }
}
