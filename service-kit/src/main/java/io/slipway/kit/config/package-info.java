/** Configuration that every service has. */
@NullMarked
package io.slipway.kit.config;

import org.jspecify.annotations.NullMarked;
