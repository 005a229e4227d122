/** What the processes of services write, for those who follow it at the moment. */
@NullMarked
package io.slipway.events.log;

import org.jspecify.annotations.NullMarked;
