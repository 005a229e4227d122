/**
 * The whole platform as separate processes, driven from outside: by REST, by Kafka, and by what the container engine shows.
 * The tests share one installation, each works in environments of its own.
 */
@NullMarked
package io.slipway.acceptance;

import org.jspecify.annotations.NullMarked;
