/** Pods: why one does not come up, how to run a command in one, how to wait for something. */
@NullMarked
package io.slipway.runtime.kubernetes.pod;

import org.jspecify.annotations.NullMarked;
