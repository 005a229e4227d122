/** Desired state to objects of the cluster. Pure. */
@NullMarked
package io.slipway.runtime.kubernetes.object;

import org.jspecify.annotations.NullMarked;
