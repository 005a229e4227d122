/** Statuses, requests, history and logs in PostgreSQL. */
@NullMarked
package io.slipway.gateway.db.deployment;

import org.jspecify.annotations.NullMarked;
