@NullMarked
package io.slipway.runtime.docker.workload;

import org.jspecify.annotations.NullMarked;
