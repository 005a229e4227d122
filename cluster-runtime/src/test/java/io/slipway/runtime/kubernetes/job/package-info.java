@NullMarked
package io.slipway.runtime.kubernetes.job;

import org.jspecify.annotations.NullMarked;
