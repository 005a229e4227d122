package io.slipway.runtime;

import io.slipway.events.Copies;
import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.RunSpec.Resources;
import io.slipway.events.work.JobFinished.OutputLocation;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepRef;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs to their end.
 *
 * <p>A run is identified by its step. Running the same step again, also in another process after a crash, adopts the run
 * that exists; one that ended meanwhile is answered from what is left of it. The container of a run that succeeded is
 * kept until {@link #release}, so that its output can be read.
 */
public interface JobRuntime {

    /** Where a job writes its output variables. */
    String OUTPUT_DIRECTORY = "/qovery-output";

    /** The file in {@link #OUTPUT_DIRECTORY}. */
    String OUTPUT_FILE = OUTPUT_DIRECTORY + "/qovery-output.json";

    /**
     * Runs {@code job}, with its retries.
     *
     * @param log gets the job's lines as it writes them
     */
    CompletionStage<Outcome> run(Job job, StepLog log);

    /**
     * Kills the run and removes what is left of it; its stage fails with a
     * {@link java.util.concurrent.CancellationException}. Does nothing if there is none.
     */
    CompletionStage<Void> kill(StepRef step);

    /** Removes what was kept of the run. Does nothing if there is nothing. */
    CompletionStage<Void> release(StepRef step);

    /**
     * One run of a job.
     *
     * @param name the service's name
     * @param maxRestarts retries after a failure
     * @param maxDuration of all tries together; zero = no limit
     * @param deadline when to give up, whatever {@code maxDuration} says
     */
    record Job(
            StepRef step,
            EnvironmentRef environment,
            String name,
            JobEvent event,
            ImageToRun image,
            ProcessInput input,
            Resources resources,
            int maxRestarts,
            Duration maxDuration,
            Instant deadline) {

        public Job {
            Copies.required(step, "step");
            Copies.required(environment, "environment");
            Copies.required(name, "name");
            Copies.required(event, "event");
            Copies.required(image, "image");
            Copies.required(input, "input");
            Copies.required(resources, "resources");
            Copies.required(maxDuration, "maxDuration");
            Copies.required(deadline, "deadline");
        }
    }

    /** How a run ended. */
    sealed interface Outcome {

        /** How often the process was started. */
        int tries();

        /** Exit code of the last try; null if it never ran or was killed. */
        @Nullable
        Integer exitCode();

        /** From the first start to the end. */
        Duration duration();

        /** Exit code 0. */
        record Succeeded(OutputLocation output, int tries, Duration duration) implements Outcome {
            @Override
            public Integer exitCode() {
                return 0;
            }
        }

        /** Anything else. */
        record Failed(
                StepFailure failure, int tries, @Nullable Integer exitCode, Duration duration) implements Outcome {}
    }
}
