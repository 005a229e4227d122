/** Encryption of secret values and their masking in logs. */
@NullMarked
package io.slipway.kit.secret;

import org.jspecify.annotations.NullMarked;
