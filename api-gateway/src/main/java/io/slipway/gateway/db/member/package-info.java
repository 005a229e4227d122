/** Members in PostgreSQL. */
@NullMarked
package io.slipway.gateway.db.member;

import org.jspecify.annotations.NullMarked;
