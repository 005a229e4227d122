package io.slipway.events.work;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.slipway.events.Copies;
import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.spec.JobEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Result of a {@link JobRequested}. Topic {@code job.finished}, key = environment id.
 *
 * @param tries how often the job's process was started
 * @param exitCode of the last try; null if it never ran
 * @param durationMillis from the first start to the end
 */
public record JobFinished(
        StepRef step,
        EnvironmentRef environment,
        JobEvent event,
        Result result,
        int tries,
        @Nullable Integer exitCode,
        long durationMillis,
        Instant finishedAt) {

    public JobFinished {
        Copies.required(step, "step");
        Copies.required(environment, "environment");
        Copies.required(event, "event");
        Copies.required(result, "result");
        Copies.required(finishedAt, "finishedAt");
    }

    /** How it ended. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "status")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Result.Succeeded.class, name = "SUCCEEDED"),
        @JsonSubTypes.Type(value = Result.Failed.class, name = "FAILED"),
        @JsonSubTypes.Type(value = Result.Canceled.class, name = "CANCELED")
    })
    public sealed interface Result {

        /** Exit code 0; the output file, if the job wrote one, waits at {@code output}. */
        record Succeeded(OutputLocation output) implements Result {
            public Succeeded {
                Copies.required(output, "output");
            }
        }

        /** Every try failed, or it ran too long, or it could not be started. */
        record Failed(StepFailure failure) implements Result {
            public Failed {
                Copies.required(failure, "failure");
            }
        }

        /** The attempt was cancelled and the job killed. */
        record Canceled() implements Result {}
    }

    /**
     * Where the collector finds the output file.
     *
     * @param runtime {@code docker} or {@code kubernetes}
     * @param reference container id, or namespace and pod
     * @param path absolute path of the file in the container
     */
    public record OutputLocation(String runtime, String reference, String path) {

        public OutputLocation {
            Copies.required(runtime, "runtime");
            Copies.required(reference, "reference");
            Copies.required(path, "path");
        }
    }
}
