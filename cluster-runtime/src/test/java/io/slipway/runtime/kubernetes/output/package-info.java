@NullMarked
package io.slipway.runtime.kubernetes.output;

import org.jspecify.annotations.NullMarked;
