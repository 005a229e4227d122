package io.slipway.runtime;

import io.slipway.events.status.DeploymentLogLine.Level;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a step wrote. */
public final class Lines implements StepLog {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void line(Level level, String message, Instant at) {
        lines.add(message);
    }

    public List<String> all() {
        return List.copyOf(lines);
    }
}
