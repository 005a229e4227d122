/** What is known of one environment: immutable, and readable from and writable to JSON as it stands. */
@NullMarked
package io.slipway.orchestrator.domain.state;

import org.jspecify.annotations.NullMarked;
