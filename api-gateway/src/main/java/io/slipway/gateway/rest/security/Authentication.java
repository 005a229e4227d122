package io.slipway.gateway.rest.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.slipway.events.request.Origin;
import io.slipway.events.request.Requester;
import io.slipway.gateway.app.token.Tokens;
import io.slipway.gateway.domain.Uuids;
import io.slipway.gateway.rest.error.ErrorBody;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Lets nothing through without a valid token but the health checks, what proves itself by a signature, and handshakes of
 * sockets, which look at the token themselves. It stands before every route, so metrics and the descriptions of the
 * interface are behind it as well, and paths that lead nowhere.
 */
@ApplicationScoped
class Authentication {

    private static final Logger LOG = Logger.getLogger(Authentication.class);
    private static final int BEFORE_EVERYTHING = 1_000;
    private static final Set<String> OPEN =
            Set.of("/q/health", "/q/health/live", "/q/health/ready", "/q/health/started", "/q/health/well");
    /** Reports of git providers, which are signed. */
    private static final Pattern SIGNED = Pattern.compile("/webhook/git/(?:github|gitlab|bitbucket)/[0-9a-fA-F-]{36}");

    /** Who accepts an invitation is no member yet; the operation looks who it is. */
    private static final Pattern ACCEPTANCE =
            Pattern.compile("/organization/[0-9a-fA-F-]{36}/inviteMember/[0-9a-fA-F-]{36}");

    private static final String ORGANIZATION_HEADER = "X-Slipway-Organization";
    private static final UUID NO_ORGANIZATION = new UUID(0, 0);
    private static final String ORIGIN_HEADER = "X-Slipway-Origin";
    private static final Pattern CLI = Pattern.compile("(^|[^a-z])cli([^a-z]|$)");

    private final Tokens tokens;
    private final ObjectMapper json;

    @Inject
    Authentication(Tokens tokens, ObjectMapper json) {
        this.tokens = tokens;
        this.json = json;
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, BEFORE_EVERYTHING);
    }

    private void handle(RoutingContext context) {
        if (OPEN.contains(context.normalizedPath())
                || SIGNED.matcher(context.normalizedPath()).matches()
                || isAcceptance(context)
                || SocketPaths.isHandshake(context)) {
            context.next();
            return;
        }
        Optional<String> token = Credentials.ofHeader(context.request());
        if (token.isEmpty()) {
            refuse(context, "An API token is needed: 'Authorization: Token <token>'");
            return;
        }
        // The body must not arrive while nobody listens for it.
        context.request().pause();
        tokens.recognise(token.get(), organization(context.request()))
                .subscribe()
                .with(
                        found -> {
                            context.request().resume();
                            found.ifPresentOrElse(
                                    known -> {
                                        context.put(CurrentUser.TOKEN_KEY, known);
                                        context.put(
                                                CurrentUser.KEY,
                                                new Requester(known.name(), origin(context.request())));
                                        context.next();
                                    },
                                    () -> refuse(context, "The token is not valid"));
                        },
                        failure -> {
                            context.request().resume();
                            LOG.error("a token cannot be checked", failure);
                            answer(context, 503, "The token cannot be checked at the moment");
                        });
    }

    private void refuse(RoutingContext context, String message) {
        context.response().putHeader("WWW-Authenticate", "Token");
        answer(context, 401, message);
    }

    private void answer(RoutingContext context, int status, String message) {
        try {
            context.response()
                    .setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(json.writeValueAsString(ErrorBody.of(status, message, context.normalizedPath())));
        } catch (JsonProcessingException e) {
            context.fail(e);
        }
    }

    private static boolean isAcceptance(RoutingContext context) {
        return HttpMethod.POST.equals(context.request().method())
                && ACCEPTANCE.matcher(context.normalizedPath()).matches();
    }

    private static @Nullable UUID organization(HttpServerRequest request) {
        String named = request.getHeader(ORGANIZATION_HEADER);
        return named == null ? null : Uuids.of(named).orElse(NO_ORGANIZATION);
    }

    private static Origin origin(HttpServerRequest request) {
        String named = request.getHeader(ORIGIN_HEADER);
        for (Origin origin : Origin.values()) {
            if (origin != Origin.KAFKA && origin.name().equalsIgnoreCase(named)) {
                return origin;
            }
        }
        String agent = request.getHeader(HttpHeaders.USER_AGENT);
        String lower = agent == null ? "" : agent.toLowerCase(Locale.ROOT);
        if (lower.contains("terraform")) {
            return Origin.TERRAFORM_PROVIDER;
        }
        if (CLI.matcher(lower).find()) {
            return Origin.CLI;
        }
        return lower.startsWith("mozilla/") ? Origin.CONSOLE : Origin.API;
    }
}
