/** Harvests the outputs of jobs: the use case and its ports. */
@NullMarked
package io.slipway.output.app;

import org.jspecify.annotations.NullMarked;
