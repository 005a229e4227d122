/** The container engine: found where it answers, installed and started where it may be. */
@NullMarked
package io.slipway.platform.engine;

import org.jspecify.annotations.NullMarked;
