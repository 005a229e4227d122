/** Output files of jobs, out of their finished containers. */
@NullMarked
package io.slipway.runtime.docker.output;

import org.jspecify.annotations.NullMarked;
