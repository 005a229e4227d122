/** Output files of finished jobs on a cluster. */
@NullMarked
package io.slipway.runtime.kubernetes.output;

import org.jspecify.annotations.NullMarked;
