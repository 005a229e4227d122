/** A Kubernetes cluster that the workers use instead of a container engine. */
@NullMarked
package io.slipway.platform.cluster;

import org.jspecify.annotations.NullMarked;
