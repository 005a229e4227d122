/** A runtime in memory that behaves like a real one, for tests and benchmarks. */
@NullMarked
package io.slipway.runtime.fake;

import org.jspecify.annotations.NullMarked;
