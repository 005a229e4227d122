/** Watches: what runs, what it writes, and how something comes along. */
@NullMarked
package io.slipway.runtime.kubernetes.watch;

import org.jspecify.annotations.NullMarked;
