/** Reading Dockerfiles and {@code .dockerignore} files. Pure. */
@NullMarked
package io.slipway.build.domain.dockerfile;

import org.jspecify.annotations.NullMarked;
