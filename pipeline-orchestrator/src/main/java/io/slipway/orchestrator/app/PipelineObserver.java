package io.slipway.orchestrator.app;

import io.slipway.events.work.StepKind;
import io.slipway.orchestrator.domain.PipelineEvent;
import java.time.Duration;

/** Port: is told what happens, for metrics and logs. It must not fail and must not block. */
public interface PipelineObserver {

    /** An environment stands otherwise than before; told for each one when its partition comes and goes, too. */
    void counted(Summary before, Summary after);

    /** A change has been written. */
    void changed(Change change, Cause cause);

    /**
     * A worker has answered.
     *
     * @param outcome {@code succeeded}, {@code failed} or {@code canceled}
     * @param took from the command on
     */
    void stepEnded(StepKind kind, String outcome, Duration took);

    /** An event could not be decided or written because of an error in Slipway; nothing has changed. */
    void undecided(PipelineEvent event, RuntimeException failure);
}
