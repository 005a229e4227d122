package io.slipway.output;

import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.work.JobFinished;
import io.slipway.events.work.JobFinished.OutputLocation;
import io.slipway.events.work.JobFinished.Result;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import java.time.Instant;

/** Finished runs for tests. */
public final class Runs {

    public static final String PATH = "/qovery-output/qovery-output.json";

    private Runs() {}

    public static StepRef step(String environment, long attempt) {
        return new StepRef(environment, "deployment-1", "a1b2c3d4-job", StepKind.JOB, attempt);
    }

    public static JobFinished succeeded(StepRef step, String container) {
        return finished(step, JobEvent.START, new Result.Succeeded(new OutputLocation("docker", container, PATH)));
    }

    public static JobFinished finished(StepRef step, JobEvent event, Result result) {
        return new JobFinished(
                step,
                new EnvironmentRef(step.environmentId(), "production", "project", "organization", "cluster-1"),
                event,
                result,
                1,
                0,
                1_000,
                Instant.now());
    }
}
