package io.slipway.deploy.app;

import io.slipway.events.status.DeploymentLogLine.Level;
import io.slipway.events.status.DeploymentLogLine.Source;
import io.slipway.events.work.StepRef;
import io.slipway.kit.log.DeploymentLog;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers lines. */
final class RecordedLog implements DeploymentLog {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void line(StepRef step, Source source, Level level, String maskedMessage) {
        lines.add(level + " " + maskedMessage);
    }

    @Override
    public CompletionStage<Void> flush() {
        return CompletableFuture.completedFuture(null);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
