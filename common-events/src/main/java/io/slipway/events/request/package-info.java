/** What people ask for: {@code deploy.requested}, {@code cancel.requested} and the refusal {@code deploy.rejected}. */
@NullMarked
package io.slipway.events.request;

import org.jspecify.annotations.NullMarked;
