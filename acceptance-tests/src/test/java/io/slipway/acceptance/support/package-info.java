/** What the tests use to drive and to watch the platform; it knows it only from outside. */
@NullMarked
package io.slipway.acceptance.support;

import org.jspecify.annotations.NullMarked;
