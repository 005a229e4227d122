package io.slipway.gateway.rest.security;

import io.slipway.events.request.Origin;
import io.slipway.events.request.Requester;
import io.slipway.gateway.domain.token.ApiToken;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;

/** Who calls; inject it into resources. */
@RequestScoped
public class CurrentUser {

    static final String KEY = "slipway.user";

    static final String TOKEN_KEY = "slipway.token";

    private final RoutingContext context;

    @Inject
    CurrentUser(RoutingContext context) {
        this.context = context;
    }

    /** Name of the token that was used. */
    public String name() {
        return requester().user();
    }

    /** {@code CLI}, {@code CONSOLE}, {@code TERRAFORM_PROVIDER} or {@code API}. */
    public Origin origin() {
        return requester().origin();
    }

    /** Both, as events carry them. */
    public Requester requester() {
        Requester requester = context.get(KEY);
        if (requester == null) {
            throw new IllegalStateException("the request was not authenticated");
        }
        return requester;
    }

    /** The token that was used. */
    public ApiToken token() {
        ApiToken token = context.get(TOKEN_KEY);
        if (token == null) {
            throw new IllegalStateException("the request was not authenticated");
        }
        return token;
    }
}
