/** Base images: pulled where a registry answers, made from the distribution's packages elsewhere. */
@NullMarked
package io.slipway.platform.images;

import org.jspecify.annotations.NullMarked;
