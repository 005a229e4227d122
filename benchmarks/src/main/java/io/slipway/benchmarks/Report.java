package io.slipway.benchmarks;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a run measured.
 *
 * @param startedAt RFC 3339
 * @param cores processors that the JVM sees
 */
record Report(String startedAt, int cores, String javaVersion, List<Line> lines) {

    /**
     * One figure.
     *
     * @param floor what the same run measured without Slipway; null where there is nothing to compare with
     * @param ratio {@code value / floor}
     * @param target what was aimed at, as a sentence; null if nothing was
     */
    record Line(
            String name,
            double value,
            String unit,
            @Nullable Double floor,
            @Nullable Double ratio,
            @Nullable String target,
            @Nullable Boolean met) {

        static Line atMost(String name, double value, String unit, double floor, double target) {
            return new Line(
                    name, value, unit, floor, value / floor, "at most " + number(target) + " " + unit, value <= target);
        }

        static Line atLeast(String name, double value, String unit, double target) {
            return new Line(name, value, unit, null, null, "at least " + number(target) + " " + unit, value >= target);
        }

        static Line compared(String name, double value, String unit, double floor) {
            return new Line(name, value, unit, floor, value / floor, null, null);
        }

        static Line plain(String name, double value, String unit) {
            return new Line(name, value, unit, null, null, null, null);
        }
    }

    /** The report as a table of fixed width. */
    String table() {
        StringBuilder table = new StringBuilder();
        table.append(String.format(
                Locale.ROOT,
                "%-52s %12s %-14s %12s %8s  %s%n",
                "measured",
                "value",
                "unit",
                "floor",
                "ratio",
                "target"));
        for (Line line : lines) {
            table.append(String.format(
                    Locale.ROOT,
                    "%-52s %12s %-14s %12s %8s  %s%n",
                    line.name(),
                    number(line.value()),
                    line.unit(),
                    line.floor() == null ? "" : number(line.floor()),
                    line.ratio() == null ? "" : number(line.ratio()),
                    line.target() == null
                            ? ""
                            : line.target() + (Boolean.TRUE.equals(line.met()) ? ": met" : ": NOT met")));
        }
        return table.toString();
    }

    private static String number(double value) {
        String format = "%.2f";
        if (value >= 100) {
            format = "%,.0f";
        } else if (value < 0.1) {
            format = "%.4f";
        }
        return String.format(Locale.ROOT, format, value);
    }
}
