@NullMarked
package io.slipway.runtime.docker.watch;

import org.jspecify.annotations.NullMarked;
