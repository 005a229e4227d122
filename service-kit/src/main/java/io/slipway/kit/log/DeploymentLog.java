package io.slipway.kit.log;

import io.slipway.events.status.DeploymentLogLine.Level;
import io.slipway.events.status.DeploymentLogLine.Source;
import io.slipway.events.work.StepRef;
import java.util.concurrent.CompletionStage;

/** The log that the users of an environment read: topic {@code deployment.log}. */
public interface DeploymentLog {

    /**
     * Appends a line; never blocks. Lines of one step stay in order, each with a time of its own (to the microsecond).
     * Lines that come faster than the broker takes them are left out, and a line says how many.
     *
     * @param maskedMessage without secrets: mask it first
     */
    void line(StepRef step, Source source, Level level, String maskedMessage);

    /** Completes when all lines so far are written. */
    CompletionStage<Void> flush();
}
