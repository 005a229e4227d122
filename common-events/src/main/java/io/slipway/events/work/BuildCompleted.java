package io.slipway.events.work;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.slipway.events.Copies;
import java.time.Instant;

/** Result of a {@link BuildRequested}. Topic {@code build.completed}, key = environment id. */
public record BuildCompleted(StepRef step, Result result, Instant completedAt) {

    public BuildCompleted {
        Copies.required(step, "step");
        Copies.required(result, "result");
        Copies.required(completedAt, "completedAt");
    }

    /** How it ended. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "status")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Result.Built.class, name = "BUILT"),
        @JsonSubTypes.Type(value = Result.Failed.class, name = "FAILED"),
        @JsonSubTypes.Type(value = Result.Canceled.class, name = "CANCELED")
    })
    public sealed interface Result {

        /**
         * The image exists.
         *
         * @param reused it existed before, nothing was built
         */
        record Built(Image image, boolean reused) implements Result {
            public Built {
                Copies.required(image, "image");
            }
        }

        /** There is no image. */
        record Failed(StepFailure failure) implements Result {
            public Failed {
                Copies.required(failure, "failure");
            }
        }

        /** The attempt was cancelled. */
        record Canceled() implements Result {}
    }
}
