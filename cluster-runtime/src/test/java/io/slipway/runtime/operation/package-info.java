@NullMarked
package io.slipway.runtime.operation;

import org.jspecify.annotations.NullMarked;
