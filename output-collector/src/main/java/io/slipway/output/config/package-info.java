/** Settings of the service, and how its parts are put together. */
@NullMarked
package io.slipway.output.config;

import org.jspecify.annotations.NullMarked;
