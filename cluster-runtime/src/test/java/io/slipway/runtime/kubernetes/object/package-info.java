@NullMarked
package io.slipway.runtime.kubernetes.object;

import org.jspecify.annotations.NullMarked;
