@NullMarked
package io.slipway.runtime.kubernetes.watch;

import org.jspecify.annotations.NullMarked;
