/** Connections to clusters, and how objects get there. */
@NullMarked
package io.slipway.runtime.kubernetes.client;

import org.jspecify.annotations.NullMarked;
