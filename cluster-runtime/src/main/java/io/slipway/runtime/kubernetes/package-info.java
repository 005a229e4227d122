/** Runs environments on Kubernetes: a namespace for each, the cluster is the state. */
@NullMarked
package io.slipway.runtime.kubernetes;

import org.jspecify.annotations.NullMarked;
