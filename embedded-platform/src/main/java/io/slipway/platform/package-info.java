/** The {@code slipway} command: starts the embedded platform and the services, and shows them at work. */
@NullMarked
package io.slipway.platform;

import org.jspecify.annotations.NullMarked;
