/** Turns a commit into an image: the use case and its ports. Blocking; runs on virtual threads. */
@NullMarked
package io.slipway.build.app;

import org.jspecify.annotations.NullMarked;
