/** Services that run on an engine: rollouts, stops, restarts, deletes. */
@NullMarked
package io.slipway.runtime.docker.workload;

import org.jspecify.annotations.NullMarked;
