/** The catalog in PostgreSQL. */
@NullMarked
package io.slipway.gateway.db.catalog;

import org.jspecify.annotations.NullMarked;
