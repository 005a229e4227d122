@NullMarked
package io.slipway.runtime.kubernetes.pod;

import org.jspecify.annotations.NullMarked;
