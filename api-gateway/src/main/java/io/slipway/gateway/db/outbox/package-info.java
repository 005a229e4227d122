/** The outbox in PostgreSQL. */
@NullMarked
package io.slipway.gateway.db.outbox;

import org.jspecify.annotations.NullMarked;
