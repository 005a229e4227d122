@NullMarked
package io.slipway.runtime.kubernetes;

import org.jspecify.annotations.NullMarked;
