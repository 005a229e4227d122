/** What the catalog holds: environments with their stages, services and variables, and the rules about them. */
@NullMarked
package io.slipway.gateway.domain.catalog;

import org.jspecify.annotations.NullMarked;
