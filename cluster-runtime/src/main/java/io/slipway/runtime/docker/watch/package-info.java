/** What runs on an engine and what it writes. */
@NullMarked
package io.slipway.runtime.docker.watch;

import org.jspecify.annotations.NullMarked;
