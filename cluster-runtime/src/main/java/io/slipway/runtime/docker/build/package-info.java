/** Image builds on a Docker Engine. */
@NullMarked
package io.slipway.runtime.docker.build;

import org.jspecify.annotations.NullMarked;
