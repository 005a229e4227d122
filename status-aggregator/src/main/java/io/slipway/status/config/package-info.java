/** Settings of the service. */
@NullMarked
package io.slipway.status.config;

import org.jspecify.annotations.NullMarked;
