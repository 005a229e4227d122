package io.slipway.gateway.domain.catalog;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises cron expressions: minute, hour, day of the month, month, day of the week. */
public final class CronExpression {

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern ITEM = Pattern.compile("(\\*|\\w+)(?:-(\\w+))?(?:/(\\d+))?");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final List<Field> FIELDS = List.of(
            new Field(0, 59, List.of()),
            new Field(0, 23, List.of()),
            new Field(1, 31, List.of()),
            new Field(1, 12, MONTHS),
            new Field(0, 7, DAYS));

    private CronExpression() {}

    /** Whether {@code text} is one. */
    public static boolean isValid(String text) {
        String[] fields = BLANKS.split(text.strip(), -1);
        if (fields.length != FIELDS.size()) {
            return false;
        }
        for (int i = 0; i < fields.length; i++) {
            for (String item : COMMA.split(fields[i], -1)) {
                if (!FIELDS.get(i).accepts(item)) {
                    return false;
                }
            }
        }
        return true;
    }

    private record Field(int min, int max, List<String> names) {

        boolean accepts(String item) {
            Matcher parts = ITEM.matcher(item);
            if (!parts.matches()) {
                return false;
            }
            String step = parts.group(3);
            if (step != null && (step.length() > 3 || Integer.parseInt(step) < 1)) {
                return false;
            }
            if ("*".equals(parts.group(1))) {
                return parts.group(2) == null;
            }
            int from = number(parts.group(1));
            int to = parts.group(2) == null ? from : number(parts.group(2));
            return from >= min && to <= max && from <= to;
        }

        /** -1 if it is neither a number nor a name. */
        private int number(String text) {
            int name = names.indexOf(text.toLowerCase(Locale.ROOT));
            if (name >= 0) {
                return name + min;
            }
            return text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9') ? Integer.parseInt(text) : -1;
        }
    }
}
