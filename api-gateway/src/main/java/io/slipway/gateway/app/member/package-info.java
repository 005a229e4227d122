/** Who belongs to an organization, and how people come in. */
@NullMarked
package io.slipway.gateway.app.member;

import org.jspecify.annotations.NullMarked;
