/** What clients follow: each time that something may have changed it is read anew, as fast as the client takes it. */
@NullMarked
package io.slipway.gateway.app.live;

import org.jspecify.annotations.NullMarked;
