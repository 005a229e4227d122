/** Image builds by BuildKit on a cluster. */
@NullMarked
package io.slipway.runtime.kubernetes.build;

import org.jspecify.annotations.NullMarked;
