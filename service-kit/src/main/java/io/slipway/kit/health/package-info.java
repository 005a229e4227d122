/** Readiness of the parts that a service uses. */
@NullMarked
package io.slipway.kit.health;

import org.jspecify.annotations.NullMarked;
