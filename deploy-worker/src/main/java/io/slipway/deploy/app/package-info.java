/** Brings workloads to their state and runs jobs, on whatever runtime there is. */
@NullMarked
package io.slipway.deploy.app;

import org.jspecify.annotations.NullMarked;
