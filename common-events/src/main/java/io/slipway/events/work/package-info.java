/** Commands to the workers and their results: builds, workloads, jobs and harvested outputs. */
@NullMarked
package io.slipway.events.work;

import org.jspecify.annotations.NullMarked;
