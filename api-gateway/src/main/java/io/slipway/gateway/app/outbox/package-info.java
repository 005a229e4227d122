/** Records that leave together with the transaction that caused them. */
@NullMarked
package io.slipway.gateway.app.outbox;

import org.jspecify.annotations.NullMarked;
