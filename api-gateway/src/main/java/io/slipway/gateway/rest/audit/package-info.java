/** The audit log over HTTP: noting and reading. */
@NullMarked
package io.slipway.gateway.rest.audit;

import org.jspecify.annotations.NullMarked;
