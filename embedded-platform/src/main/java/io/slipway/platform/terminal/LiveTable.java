package io.slipway.platform.terminal;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A table that shows how things are going. On a terminal it is drawn over itself; elsewhere each change of a row's
 * status is one line, so that the output reads as a log.
 */
public final class LiveTable {

    private final Screen screen;
    private final long startedAt = System.nanoTime();
    private final Map<String, String> shown = new HashMap<>();
    private int drawnLines;

    /** A table on {@code screen}, still empty. */
    public LiveTable(Screen screen) {
        this.screen = screen;
    }

    /** Shows the rows as they are now. */
    public synchronized void show(List<Row> rows) {
        if (screen.interactive()) {
            redraw(TableText.draw(rows, screen.columns(), screen.colours()));
        } else {
            rows.forEach(this::showChange);
        }
    }

    /** Prints a line that stays, above the table. */
    public synchronized void say(String text) {
        erase();
        screen.out().println(text);
        screen.out().flush();
    }

    /** Removes the table from a terminal, so that something else can take its place. */
    public synchronized void erase() {
        if (drawnLines > 0) {
            screen.out().print("\u001b[" + drawnLines + "A\u001b[J");
            drawnLines = 0;
        }
    }

    private void redraw(List<String> lines) {
        StringBuilder text = new StringBuilder();
        if (drawnLines > 0) {
            text.append("\u001b[").append(drawnLines).append('A');
        }
        text.append("\u001b[J");
        lines.forEach(line -> text.append(line).append('\n'));
        screen.out().print(text);
        screen.out().flush();
        drawnLines = lines.size();
    }

    private void showChange(Row row) {
        String before = shown.put(row.name(), row.status());
        if (row.status().equals(before) || (before == null && row.tone() == Row.Tone.WAITING)) {
            return;
        }
        Duration sinceStart = Duration.ofNanos(System.nanoTime() - startedAt);
        String note = row.note().isEmpty() ? "" : "  " + row.note();
        screen.out()
                .println(String.format("%10s  %-24s %s%s", Durations.text(sinceStart), row.name(), row.status(), note)
                        .stripTrailing());
        screen.out().flush();
    }
}
