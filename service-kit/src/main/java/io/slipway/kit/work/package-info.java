/** What workers share: failures that their users understand. */
@NullMarked
package io.slipway.kit.work;

import org.jspecify.annotations.NullMarked;
