package io.slipway.gateway.oidc;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.Startup;
import io.slipway.gateway.app.member.Identities;
import io.slipway.gateway.config.OidcConfig;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jose4j.http.Get;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jspecify.annotations.Nullable;

/**
 * Verifies JSON Web Tokens with the keys that the issuer publishes. Keys are kept as long as the issuer's answer allows
 * and fetched anew when a token names one that is not known; nothing is fetched before the first person comes.
 */
@Startup
@ApplicationScoped
class SignedIdentities implements Identities {

    private static final Logger LOG = Logger.getLogger(SignedIdentities.class);
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    private static final int MAX_LENGTH = 16_384;
    private static final int MAX_NAME = 255;
    private static final int SKEW_SECONDS = 30;

    /** Only what needs the issuer's private key: neither unsigned tokens nor shared secrets. */
    private static final AlgorithmConstraints ALGORITHMS = new AlgorithmConstraints(
            ConstraintType.PERMIT,
            AlgorithmIdentifiers.RSA_USING_SHA256,
            AlgorithmIdentifiers.RSA_USING_SHA384,
            AlgorithmIdentifiers.RSA_USING_SHA512,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA384,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA512,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
            AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512,
            AlgorithmIdentifiers.EDDSA);

    private final OidcConfig config;
    private final ObjectMapper json;
    private volatile @Nullable JwtConsumer consumer;

    @Inject
    SignedIdentities(OidcConfig config, ObjectMapper json) {
        this.config = config;
        this.json = json;
        if (config.issuer().isPresent() && config.audience().isEmpty()) {
            throw new IllegalStateException("slipway.oidc.issuer needs slipway.oidc.audience: whom tokens must be for");
        }
    }

    @Override
    public Uni<Optional<Person>> verify(String token) {
        if (config.issuer().isEmpty()
                || token.length() > MAX_LENGTH
                || !FORM.matcher(token).matches()) {
            return Uni.createFrom().item(Optional.empty());
        }
        // Fetching keys blocks; what follows goes on where the request is.
        Context context = Vertx.currentContext();
        Executor back = context == null ? Runnable::run : work -> context.runOnContext(_ -> work.run());
        return Uni.createFrom()
                .item(() -> check(token))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .emitOn(back);
    }

    private Optional<Person> check(String token) {
        try {
            return person(consumer().processToClaims(token));
        } catch (InvalidJwtException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof IOException unreachable) {
                    throw new UncheckedIOException("the identity provider cannot be asked for its keys", unreachable);
                }
            }
            LOG.debugf("a token of a person does not count: %s", e.getMessage());
        } catch (MalformedClaimException e) {
            LOG.debugf("a token of a person does not count: %s", e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("the identity provider does not tell where its keys are", e);
        }
        return Optional.empty();
    }

    /** Empty unless the provider vouches for the address. */
    private static Optional<Person> person(JwtClaims claims) throws MalformedClaimException {
        String email = claims.hasClaim("email") ? claims.getStringClaimValue("email") : null;
        boolean verified = "true".equals(String.valueOf(claims.getClaimValue("email_verified")));
        if (email == null || email.isBlank() || email.indexOf('\0') >= 0 || !verified) {
            return Optional.empty();
        }
        Object name = claims.getClaimValue("name");
        return Optional.of(new Person(
                email.strip(),
                name instanceof String text && !text.isBlank() && text.length() <= MAX_NAME && text.indexOf('\0') < 0
                        ? text.strip()
                        : null,
                Instant.ofEpochSecond(claims.getExpirationTime().getValue())));
    }

    private JwtConsumer consumer() throws IOException {
        JwtConsumer known = consumer;
        if (known != null) {
            return known;
        }
        HttpsJwks keys =
                new HttpsJwks(config.jwksUrl().isPresent() ? config.jwksUrl().get() : discovered());
        keys.setSimpleHttpGet(http());
        keys.setRefreshReprieveThreshold(config.keysAtMostEvery().toMillis());
        JwtConsumer made = new JwtConsumerBuilder()
                .setRequireExpirationTime()
                .setAllowedClockSkewInSeconds(SKEW_SECONDS)
                .setExpectedIssuer(config.issuer().orElseThrow())
                .setExpectedAudience(config.audience().orElseThrow())
                .setJwsAlgorithmConstraints(ALGORITHMS)
                .setVerificationKeyResolver(new HttpsJwksVerificationKeyResolver(keys))
                .build();
        consumer = made;
        return made;
    }

    private String discovered() throws IOException {
        String document = config.issuer().orElseThrow().replaceAll("/+$", "") + "/.well-known/openid-configuration";
        String url =
                json.readTree(http().get(document).getBody()).path("jwks_uri").asText();
        if (url.isEmpty()) {
            throw new IOException(document + " has no jwks_uri");
        }
        return url;
    }

    private Get http() {
        Get http = new Get();
        int millis = Math.toIntExact(config.timeout().toMillis());
        http.setConnectTimeout(millis);
        http.setReadTimeout(millis);
        http.setRetries(0);
        return http;
    }
}
