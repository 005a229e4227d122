/** Temporary directories. */
@NullMarked
package io.slipway.build.files;

import org.jspecify.annotations.NullMarked;
