/** API tokens in PostgreSQL, as hashes. */
@NullMarked
package io.slipway.gateway.db.token;

import org.jspecify.annotations.NullMarked;
