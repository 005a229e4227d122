/** Jobs on an engine: runs with their tries, and schedules. */
@NullMarked
package io.slipway.runtime.docker.job;

import org.jspecify.annotations.NullMarked;
