/** Lines that containers write. */
@NullMarked
package io.slipway.runtime.log;

import org.jspecify.annotations.NullMarked;
