@NullMarked
package io.slipway.runtime.kubernetes.client;

import org.jspecify.annotations.NullMarked;
