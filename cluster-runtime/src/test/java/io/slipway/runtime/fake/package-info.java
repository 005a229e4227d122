@NullMarked
package io.slipway.runtime.fake;

import org.jspecify.annotations.NullMarked;
