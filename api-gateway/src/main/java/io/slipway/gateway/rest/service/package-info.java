/** Services of every type: applications, containers, jobs and databases. */
@NullMarked
package io.slipway.gateway.rest.service;

import org.jspecify.annotations.NullMarked;
