/** What pushes and pull requests lead to. */
@NullMarked
package io.slipway.gateway.app.git;

import org.jspecify.annotations.NullMarked;
