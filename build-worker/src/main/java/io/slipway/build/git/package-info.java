/** Repositories through JGit. */
@NullMarked
package io.slipway.build.git;

import org.jspecify.annotations.NullMarked;
