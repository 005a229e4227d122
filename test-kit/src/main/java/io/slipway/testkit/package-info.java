/** What the tests of several modules need. */
@NullMarked
package io.slipway.testkit;

import org.jspecify.annotations.NullMarked;
