/** Keeps and reads who did what. */
@NullMarked
package io.slipway.gateway.app.audit;

import org.jspecify.annotations.NullMarked;
