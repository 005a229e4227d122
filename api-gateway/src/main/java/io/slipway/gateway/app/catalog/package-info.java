/** Use cases of the catalog and the ports that they need. */
@NullMarked
package io.slipway.gateway.app.catalog;

import org.jspecify.annotations.NullMarked;
