/** Where sources come from and which paths in them may be used. Pure. */
@NullMarked
package io.slipway.build.domain.source;

import org.jspecify.annotations.NullMarked;
