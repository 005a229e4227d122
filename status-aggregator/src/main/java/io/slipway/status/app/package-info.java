/** The use case: load, fold, save; publish what is pending. */
@NullMarked
package io.slipway.status.app;

import org.jspecify.annotations.NullMarked;
