/** Probes, done from outside of the container over the bridge (HTTP, TCP, gRPC) or inside of it (exec). */
@NullMarked
package io.slipway.runtime.docker.probe;

import org.jspecify.annotations.NullMarked;
