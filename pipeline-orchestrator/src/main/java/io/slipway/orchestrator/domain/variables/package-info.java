/** Which variables a container gets: scopes, aliases, overrides, built-ins and outputs of jobs. */
@NullMarked
package io.slipway.orchestrator.domain.variables;

import org.jspecify.annotations.NullMarked;
