/** The commands. */
@NullMarked
package io.slipway.platform.cli;

import org.jspecify.annotations.NullMarked;
