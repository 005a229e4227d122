package io.slipway.orchestrator.domain;

import io.slipway.events.Copies;
import java.time.Duration;

/**
 * How much at once and how long.
 *
 * @param buildParallelism builds of one deployment at once
 * @param deployParallelism rollouts and jobs of one deployment at once
 * @param buildDeadline for one build
 * @param workloadDeadline for bringing one long-running service to its state
 * @param jobDeadline for one job run; a job with a maximum duration of its own has at least that and this beyond it
 * @param harvestDeadline from the end of a job to its outputs
 * @param cancelDeadline from the cancellation of an attempt to the worker's answer
 * @param specWait how long a request waits for the configuration version that it names
 */
public record Limits(
        int buildParallelism,
        int deployParallelism,
        Duration buildDeadline,
        Duration workloadDeadline,
        Duration jobDeadline,
        Duration harvestDeadline,
        Duration cancelDeadline,
        Duration specWait) {

    /** Four and four, an hour for builds and jobs, minutes for the rest. */
    public static final Limits DEFAULT = new Limits(
            4,
            4,
            Duration.ofHours(1),
            Duration.ofMinutes(20),
            Duration.ofHours(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofSeconds(30));

    public Limits {
        if (buildParallelism < 1 || deployParallelism < 1) {
            throw new IllegalArgumentException("parallelism must be at least 1");
        }
        Copies.required(buildDeadline, "buildDeadline");
        Copies.required(workloadDeadline, "workloadDeadline");
        Copies.required(jobDeadline, "jobDeadline");
        Copies.required(harvestDeadline, "harvestDeadline");
        Copies.required(cancelDeadline, "cancelDeadline");
        Copies.required(specWait, "specWait");
    }
}
