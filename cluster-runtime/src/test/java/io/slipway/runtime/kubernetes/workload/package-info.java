@NullMarked
package io.slipway.runtime.kubernetes.workload;

import org.jspecify.annotations.NullMarked;
