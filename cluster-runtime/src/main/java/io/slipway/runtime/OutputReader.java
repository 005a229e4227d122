package io.slipway.runtime;

import io.slipway.events.work.JobFinished.OutputLocation;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Reads the output file of a finished job. */
public interface OutputReader {

    /**
     * The file's content; empty if the job wrote none. A file larger than {@code maxBytes}, or something that is no file,
     * is an {@code INVALID_OUTPUT}; a container that is gone is {@code RUNTIME_UNAVAILABLE}.
     */
    CompletionStage<Optional<byte[]>> read(OutputLocation location, int maxBytes);
}
