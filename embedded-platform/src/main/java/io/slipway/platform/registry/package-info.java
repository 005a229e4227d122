/** Image registries: what they have, copying from one to another, and pushing what was made here. No engine is needed. */
@NullMarked
package io.slipway.platform.registry;

import org.jspecify.annotations.NullMarked;
