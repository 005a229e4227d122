/** Secrets of webhooks and preview environments in PostgreSQL. */
@NullMarked
package io.slipway.gateway.db.git;

import org.jspecify.annotations.NullMarked;
