/**
 * What the gateway answers about the present: the reported status of an environment together with the requests that it
 * has accepted since, and which further requests it accepts.
 */
@NullMarked
package io.slipway.gateway.domain.deployment;

import org.jspecify.annotations.NullMarked;
