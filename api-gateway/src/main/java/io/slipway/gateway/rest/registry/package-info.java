/** Container registries. */
@NullMarked
package io.slipway.gateway.rest.registry;

import org.jspecify.annotations.NullMarked;
