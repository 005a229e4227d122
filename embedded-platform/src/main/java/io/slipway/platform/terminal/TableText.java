package io.slipway.platform.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws rows as text. */
final class TableText {

    private static final int NARROWEST_NAME = 12;
    private static final int STATUS_WIDTH = 17;
    private static final int TIME_WIDTH = 10;
    private static final String RESET = "\u001b[0m";

    private TableText() {}

    /** The rows as lines of at most {@code columns} characters, with a heading where the group changes. */
    static List<String> draw(List<Row> rows, int columns, boolean colours) {
        int nameWidth = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
        nameWidth = Math.min(Math.max(nameWidth, NARROWEST_NAME), Math.max(NARROWEST_NAME, columns / 3));
        List<String> lines = new ArrayList<>();
        String group = "";
        for (Row row : rows) {
            if (!row.group().equals(group)) {
                group = row.group();
                lines.add(cut(group, columns));
            }
            lines.add(line(row, nameWidth, columns, colours));
        }
        return lines;
    }

    private static String line(Row row, int nameWidth, int columns, boolean colours) {
        String before = "  " + padded(row.name(), nameWidth) + "  ";
        String status = padded(row.status(), STATUS_WIDTH);
        String time = row.elapsed().map(Durations::text).orElse("");
        String after = String.format(Locale.ROOT, "%" + TIME_WIDTH + "s", time)
                + (row.note().isEmpty() ? "" : "  " + row.note());
        String plain = (before + status + after).stripTrailing();
        if (!colours) {
            return cut(plain, columns);
        }
        String cutAfter = cut(after, Math.max(0, columns - before.length() - STATUS_WIDTH))
                .stripTrailing();
        return cut(before, columns) + colour(row.tone()) + status + RESET + cutAfter;
    }

    private static String colour(Row.Tone tone) {
        return switch (tone) {
            case WAITING -> "\u001b[2m";
            case BUSY -> "\u001b[36m";
            case GOOD -> "\u001b[32m";
            case BAD -> "\u001b[31m";
        };
    }

    private static String padded(String text, int width) {
        String cut = cut(text, width);
        return cut + " ".repeat(width - cut.length());
    }

    private static String cut(String text, int width) {
        if (text.length() <= width) {
            return text;
        }
        return width < 1 ? "" : text.substring(0, width - 1) + "…";
    }
}
