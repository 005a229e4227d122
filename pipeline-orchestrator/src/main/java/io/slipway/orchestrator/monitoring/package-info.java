/** What the pipelines tell the people who operate them: metrics and log lines. */
@NullMarked
package io.slipway.orchestrator.monitoring;

import org.jspecify.annotations.NullMarked;
