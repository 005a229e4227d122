/** The sample environment and its walk through a whole life: created, deployed, checked, stopped, deleted. */
@NullMarked
package io.slipway.platform.demo;

import org.jspecify.annotations.NullMarked;
