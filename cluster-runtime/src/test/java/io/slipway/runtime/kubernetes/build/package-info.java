@NullMarked
package io.slipway.runtime.kubernetes.build;

import org.jspecify.annotations.NullMarked;
