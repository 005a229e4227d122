/** The audit log in PostgreSQL. */
@NullMarked
package io.slipway.gateway.db.audit;

import org.jspecify.annotations.NullMarked;
