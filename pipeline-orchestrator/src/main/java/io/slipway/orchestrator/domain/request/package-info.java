/** Which requests can be served, and what they come to: refusals, versions and plans. */
@NullMarked
package io.slipway.orchestrator.domain.request;

import org.jspecify.annotations.NullMarked;
