/** What makes up a running installation: its files, ports, processes, and how they are started, watched and stopped. */
@NullMarked
package io.slipway.platform.stack;

import org.jspecify.annotations.NullMarked;
