/** The event contract between Slipway's services: topics, the CloudEvents envelope and its codec. Nothing but events lives in this module. */
@NullMarked
package io.slipway.events;

import org.jspecify.annotations.NullMarked;
