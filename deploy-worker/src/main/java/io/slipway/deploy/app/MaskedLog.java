package io.slipway.deploy.app;

import io.slipway.events.status.DeploymentLogLine.Level;
import io.slipway.events.status.DeploymentLogLine.Source;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepRef;
import io.slipway.kit.log.DeploymentLog;
import io.slipway.kit.secret.SecretMasker;
import io.slipway.runtime.StepLog;
import java.time.Instant;
import java.util.List;

/** Publishes the lines of one step with its secrets masked. */
final class MaskedLog implements StepLog {

    private final StepRef step;
    private final Source source;
    private final DeploymentLog log;
    private volatile SecretMasker masker = SecretMasker.of(List.of());

    MaskedLog(StepRef step, Source source, DeploymentLog log) {
        this.step = step;
        this.source = source;
        this.log = log;
    }

    /** From now on these secrets are masked. */
    void mask(SecretMasker secrets) {
        masker = secrets;
    }

    /** {@code failure} without secrets; it also becomes a line. */
    StepFailure failed(StepFailure failure) {
        StepFailure masked = new StepFailure(failure.reason(), masker.mask(failure.message()));
        log.line(step, source, Level.ERROR, masked.message());
        return masked;
    }

    @Override
    public void line(Level level, String message, Instant at) {
        log.line(step, source, level, masker.mask(message));
    }
}
