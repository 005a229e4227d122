@NullMarked
package io.slipway.runtime.docker.engine;

import org.jspecify.annotations.NullMarked;
