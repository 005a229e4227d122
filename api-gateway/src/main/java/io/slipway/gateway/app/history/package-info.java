/** Use cases that read history and logs, and the ports that they need. */
@NullMarked
package io.slipway.gateway.app.history;

import org.jspecify.annotations.NullMarked;
