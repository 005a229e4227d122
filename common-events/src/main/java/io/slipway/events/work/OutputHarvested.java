package io.slipway.events.work;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.slipway.events.Copies;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.Value;
import java.time.Instant;
import java.util.List;

/**
 * The output variables of a job run that succeeded, or why there are none. Topic {@code output.harvested}, key =
 * environment id. Nothing is harvested from a run that failed or was cancelled.
 */
public record OutputHarvested(StepRef step, JobEvent event, Result result, Instant harvestedAt) {

    public OutputHarvested {
        Copies.required(step, "step");
        Copies.required(event, "event");
        Copies.required(result, "result");
        Copies.required(harvestedAt, "harvestedAt");
    }

    /** What the collector found. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "status")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Result.Harvested.class, name = "HARVESTED"),
        @JsonSubTypes.Type(value = Result.Failed.class, name = "FAILED")
    })
    public sealed interface Result {

        /** The file was valid; empty if there was no file. */
        record Harvested(List<OutputVariable> outputs) implements Result {
            public Harvested {
                outputs = Copies.list(outputs);
            }
        }

        /** The file is not as it must be, or could not be read; the job's step fails. */
        record Failed(StepFailure failure) implements Result {
            public Failed {
                Copies.required(failure, "failure");
            }
        }
    }

    /** One output as the job named it; the value of a sensitive one is ciphertext. */
    public record OutputVariable(String name, Value value) {

        public OutputVariable {
            Copies.required(name, "name");
            Copies.required(value, "value");
        }
    }
}
