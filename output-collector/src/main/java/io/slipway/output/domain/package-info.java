/** What an output file may contain: pure rules. */
@NullMarked
package io.slipway.output.domain;

import org.jspecify.annotations.NullMarked;
