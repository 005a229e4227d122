/** Log lines of deployments, and the fields of structured logs. */
@NullMarked
package io.slipway.kit.log;

import org.jspecify.annotations.NullMarked;
