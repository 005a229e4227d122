/** Variables as a container gets them: decrypted and interpolated. */
@NullMarked
package io.slipway.kit.variable;

import org.jspecify.annotations.NullMarked;
