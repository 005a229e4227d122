/** What a database container needs, and how command lines are read. */
@NullMarked
package io.slipway.deploy.domain;

import org.jspecify.annotations.NullMarked;
