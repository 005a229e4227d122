/**
 * Ports to what runs containers: workloads, jobs, image builds, job outputs, running state and logs.
 *
 * <p>Everything that waits returns a stage. A stage that fails does so with a {@link io.slipway.kit.work.StepException}
 * that says why in words for people, or with a {@link java.util.concurrent.CancellationException} when the step was
 * cancelled. Values of secrets are plain text here: they come in with the input of a process and go nowhere but into the
 * container; lines and messages that come out are not masked yet.
 */
@NullMarked
package io.slipway.runtime;

import org.jspecify.annotations.NullMarked;
