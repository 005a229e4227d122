/**
 * What {@code slipway bench} runs: latency and throughput of the pipeline with instant fake workers, as ratios to what the
 * same broker does without Slipway in the same run. Measurements, not tests: nothing here fails for being slow.
 */
@NullMarked
package io.slipway.benchmarks;

import org.jspecify.annotations.NullMarked;
