/** What the Docker adapters share: containers, networks, images, files, logs and events of an engine. */
@NullMarked
package io.slipway.runtime.docker.engine;

import org.jspecify.annotations.NullMarked;
