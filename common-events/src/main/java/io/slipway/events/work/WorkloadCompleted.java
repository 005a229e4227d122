package io.slipway.events.work;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.slipway.events.Copies;
import java.time.Instant;
import java.util.List;

/** Result of a {@link WorkloadRequested}. Topic {@code workload.completed}, key = environment id. */
public record WorkloadCompleted(StepRef step, Result result, Instant completedAt) {

    public WorkloadCompleted {
        Copies.required(step, "step");
        Copies.required(result, "result");
        Copies.required(completedAt, "completedAt");
    }

    /** How it ended. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "status")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Result.Reached.class, name = "REACHED"),
        @JsonSubTypes.Type(value = Result.Failed.class, name = "FAILED"),
        @JsonSubTypes.Type(value = Result.Canceled.class, name = "CANCELED")
    })
    public sealed interface Result {

        /**
         * The target state is reached.
         *
         * @param unchanged nothing had to be touched
         * @param endpoints where the service's published ports are reachable
         */
        record Reached(boolean unchanged, List<Endpoint> endpoints) implements Result {
            public Reached {
                endpoints = Copies.list(endpoints);
            }
        }

        /** It is not, and what ran before still runs where there was something. */
        record Failed(StepFailure failure) implements Result {
            public Failed {
                Copies.required(failure, "failure");
            }
        }

        /** The attempt was cancelled and the previous version restored where there was one. */
        record Canceled() implements Result {}
    }
}
