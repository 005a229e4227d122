/** What all parts of the domain need. */
@NullMarked
package io.slipway.gateway.domain;

import org.jspecify.annotations.NullMarked;
