/** Work that is done for steps: one piece at a time per service, ended at once when it is cancelled, late or abandoned. */
@NullMarked
package io.slipway.runtime.operation;

import org.jspecify.annotations.NullMarked;
