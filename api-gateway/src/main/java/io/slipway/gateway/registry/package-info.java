/** Container registries over HTTP. */
@NullMarked
package io.slipway.gateway.registry;

import org.jspecify.annotations.NullMarked;
