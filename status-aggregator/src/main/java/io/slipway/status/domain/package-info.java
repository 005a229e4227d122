/** The fold of status events into an environment's status: pure, everything that it needs is in the events. */
@NullMarked
package io.slipway.status.domain;

import org.jspecify.annotations.NullMarked;
