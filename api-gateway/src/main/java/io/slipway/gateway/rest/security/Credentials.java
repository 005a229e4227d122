package io.slipway.gateway.rest.security;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The token that a request comes with. */
public final class Credentials {

    private static final Pattern HEADER = Pattern.compile("(?i:token|bearer) +(\\S+) *");
    private static final String PROTOCOL = "auth.bearer.";

    private Credentials() {}

    /** From the header {@code Authorization}, by either of its schemes. */
    public static Optional<String> ofHeader(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return Optional.empty();
        }
        Matcher credentials = HEADER.matcher(header);
        return credentials.matches() ? Optional.of(credentials.group(1)) : Optional.empty();
    }

    /** From the same header or, as browsers cannot set it, from a subprotocol {@code auth.bearer.<token>}. */
    public static Optional<String> ofSocket(HttpServerRequest request) {
        return ofHeader(request)
                .or(() -> request.headers().getAll("Sec-WebSocket-Protocol").stream()
                        .flatMap(header -> Stream.of(header.split(",")))
                        .map(String::strip)
                        .filter(protocol -> protocol.startsWith(PROTOCOL))
                        .map(protocol -> protocol.substring(PROTOCOL.length()))
                        .findFirst());
    }
}
