/** Members and invitations over HTTP. */
@NullMarked
package io.slipway.gateway.rest.member;

import org.jspecify.annotations.NullMarked;
