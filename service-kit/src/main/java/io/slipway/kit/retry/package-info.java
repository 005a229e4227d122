/** The one retry helper. */
@NullMarked
package io.slipway.kit.retry;

import org.jspecify.annotations.NullMarked;
