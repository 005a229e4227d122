@NullMarked
package io.slipway.runtime.docker.job;

import org.jspecify.annotations.NullMarked;
