/** The runtime ports on a Docker Engine (API 1.41 and later). */
@NullMarked
package io.slipway.runtime.docker;

import org.jspecify.annotations.NullMarked;
