/** What the gateway does with the events that it reads, and the ports that this needs. */
@NullMarked
package io.slipway.gateway.app.feed;

import org.jspecify.annotations.NullMarked;
