/** Build contexts as tar files. */
@NullMarked
package io.slipway.build.archive;

import org.jspecify.annotations.NullMarked;
