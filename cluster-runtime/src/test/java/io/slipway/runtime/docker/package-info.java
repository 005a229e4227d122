@NullMarked
package io.slipway.runtime.docker;

import org.jspecify.annotations.NullMarked;
