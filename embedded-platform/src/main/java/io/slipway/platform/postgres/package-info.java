/** A PostgreSQL server from Maven artifacts, run as a child process with its data in a directory of ours. */
@NullMarked
package io.slipway.platform.postgres;

import org.jspecify.annotations.NullMarked;
