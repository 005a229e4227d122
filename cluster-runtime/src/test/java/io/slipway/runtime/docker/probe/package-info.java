@NullMarked
package io.slipway.runtime.docker.probe;

import org.jspecify.annotations.NullMarked;
