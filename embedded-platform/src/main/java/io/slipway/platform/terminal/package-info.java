/** What the command line shows: live tables on a terminal, plain lines elsewhere. */
@NullMarked
package io.slipway.platform.terminal;

import org.jspecify.annotations.NullMarked;
