package io.slipway.runtime.docker.job;

import io.slipway.events.Copies;
import io.slipway.events.spec.RunSpec.Resources;
import io.slipway.runtime.ProcessInput;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * One run of a job, however it came about.
 *
 * @param name for people
 * @param labels that all tries have and no other container has
 * @param nameOfTry the container's name for each try, from 1
 * @param maxDuration of all tries together; zero = no limit
 */
record RunPlan(
        String name,
        Map<String, String> labels,
        IntFunction<String> nameOfTry,
        String image,
        ProcessInput input,
        Resources resources,
        String environmentId,
        int maxRestarts,
        Duration maxDuration,
        Instant deadline) {

    RunPlan {
        labels = Copies.map(labels);
    }
}
