/** Processes and ports: recorded process ids, signals, free ports. */
@NullMarked
package io.slipway.platform.process;

import org.jspecify.annotations.NullMarked;
