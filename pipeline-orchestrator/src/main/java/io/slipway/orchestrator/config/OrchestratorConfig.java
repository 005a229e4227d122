package io.slipway.orchestrator.config;

import io.slipway.orchestrator.domain.Limits;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the pipelines. */
@ConfigMapping(prefix = "slipway.orchestrator")
public interface OrchestratorConfig {

    /** Builds of one deployment at once. */
    @WithDefault("4")
    int buildParallelism();

    /** Rollouts and jobs of one deployment at once. */
    @WithDefault("4")
    int deployParallelism();

    /** How long the answers of workers, and configurations, are waited for. */
    Deadlines deadline();

    /** How often passed deadlines are looked for. */
    @WithDefault("250ms")
    Duration tickInterval();

    /** Environments of each partition that are kept in memory, so that their events need no reading. */
    @WithDefault("1000")
    int cachedEnvironments();

    /** The deadlines of steps; passing one fails the step. */
    interface Deadlines {

        /** For one build. */
        @WithDefault("30m")
        Duration build();

        /** For bringing one long-running service to its state. */
        @WithDefault("10m")
        Duration workload();

        /** For one job run; beyond the job's own maximum duration, where it has one. */
        @WithDefault("60m")
        Duration job();

        /** From the end of a job to its outputs. */
        @WithDefault("2m")
        Duration harvest();

        /** From the cancellation of a step to the worker's answer. */
        @WithDefault("2m")
        Duration cancel();

        /** How long a request waits for the configuration version that it names. */
        @WithDefault("30s")
        Duration spec();
    }

    /** The settings as the core takes them. */
    default Limits limits() {
        return new Limits(
                buildParallelism(),
                deployParallelism(),
                deadline().build(),
                deadline().workload(),
                deadline().job(),
                deadline().harvest(),
                deadline().cancel(),
                deadline().spec());
    }
}
