/** The declared transition tables of steps and deployments; they drive the code, the tests and the diagram. */
@NullMarked
package io.slipway.orchestrator.domain.lifecycle;

import org.jspecify.annotations.NullMarked;
