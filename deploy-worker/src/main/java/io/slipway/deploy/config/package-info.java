/** Settings, and the service put together. */
@NullMarked
package io.slipway.deploy.config;

import org.jspecify.annotations.NullMarked;
