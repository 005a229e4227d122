/** Names and identifiers of variables that several services have to derive in the same way. */
@NullMarked
package io.slipway.events.variable;

import org.jspecify.annotations.NullMarked;
