package io.slipway.runtime;

import io.slipway.events.work.JobFinished.OutputLocation;
import java.util.concurrent.CompletionStage;

/** Reads the output file of a finished job. */
public interface OutputReader {

    /**
     * What is at {@code location}. Nothing larger than {@code maxBytes} is read. The stage fails with a {@link
     * io.slipway.kit.work.StepException} ({@code RUNTIME_UNAVAILABLE}) only if the runtime does not answer, so that
     * asking again may help.
     */
    CompletionStage<OutputContent> read(OutputLocation location, int maxBytes);

    /** What was found. */
    sealed interface OutputContent {

        /** A file, whole. */
        @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
        record Found(byte[] content) implements OutputContent {}

        /** The job wrote no file. */
        record Absent() implements OutputContent {}

        /**
         * A file of more than the bytes allowed.
         *
         * @param bytes its size
         */
        record TooLarge(long bytes) implements OutputContent {}

        /**
         * Something that is no file.
         *
         * @param kind for messages, for example {@code a directory}
         */
        record NotAFile(String kind) implements OutputContent {}

        /** The container is gone, or is none of this installation's jobs. */
        record Gone() implements OutputContent {}
    }
}
