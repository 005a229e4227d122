/** Settings of the service, and how its parts are put together. */
@NullMarked
package io.slipway.build.config;

import org.jspecify.annotations.NullMarked;
