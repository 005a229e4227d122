/**
 * What {@code slipway bench} runs: latency and throughput of the pipeline and of the REST interface with instant fake
 * workers, as ratios to what the same broker, server and database do without Slipway in the same run. Measurements, not
 * tests: nothing here fails for being slow.
 */
@NullMarked
package io.slipway.benchmarks;

import org.jspecify.annotations.NullMarked;
