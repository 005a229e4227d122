/** Deployment and running states and the status topics that dashboards follow. */
@NullMarked
package io.slipway.events.status;

import org.jspecify.annotations.NullMarked;
