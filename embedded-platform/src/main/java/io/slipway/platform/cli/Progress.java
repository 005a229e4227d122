package io.slipway.platform.cli;

import io.slipway.platform.stack.Component;
import io.slipway.platform.stack.PlatformListener;
import io.slipway.platform.terminal.LiveTable;
import io.slipway.platform.terminal.Row;
import io.slipway.platform.terminal.Screen;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows how the platform starts and stops, one row for each process. */
final class Progress implements PlatformListener {

    private enum State {
        STARTING,
        READY,
        STOPPED
    }

    private final LiveTable table;
    private final Map<Component, State> states = new EnumMap<>(Component.class);
    private final Map<Component, Long> began = new EnumMap<>(Component.class);
    private final Map<Component, Long> ended = new EnumMap<>(Component.class);

    Progress(Screen screen) {
        this.table = new LiveTable(screen);
    }

    @Override
    public synchronized void say(String text) {
        table.say(text);
    }

    @Override
    public synchronized void starting(Component component) {
        states.put(component, State.STARTING);
        began.put(component, System.nanoTime());
        show();
    }

    @Override
    public synchronized void ready(Component component) {
        // One that ran already is not worth a row.
        if (states.get(component) == State.STARTING) {
            states.put(component, State.READY);
            ended.put(component, System.nanoTime());
            show();
        }
    }

    @Override
    public synchronized void stopped(Component component) {
        states.put(component, State.STOPPED);
        show();
    }

    @Override
    public synchronized void waiting() {
        show();
    }

    private void show() {
        long now = System.nanoTime();
        List<Row> rows = states.entrySet().stream()
                .map(entry -> new Row(
                        "",
                        entry.getKey().label(),
                        word(entry.getValue()),
                        tone(entry.getValue()),
                        elapsed(entry.getKey(), now),
                        ""))
                .toList();
        table.show(rows);
    }

    private Optional<Duration> elapsed(Component component, long now) {
        return Optional.ofNullable(began.get(component))
                .map(start -> Duration.ofNanos(ended.getOrDefault(component, now) - start));
    }

    private static String word(State state) {
        return switch (state) {
            case STARTING -> "starting";
            case READY -> "ready";
            case STOPPED -> "stopped";
        };
    }

    private static Row.Tone tone(State state) {
        return switch (state) {
            case STARTING -> Row.Tone.BUSY;
            case READY -> Row.Tone.GOOD;
            case STOPPED -> Row.Tone.WAITING;
        };
    }
}
