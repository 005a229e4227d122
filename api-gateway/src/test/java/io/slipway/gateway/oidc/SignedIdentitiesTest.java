package io.slipway.gateway.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.gateway.app.member.Identities.Person;
import io.slipway.gateway.config.OidcConfig;
import io.slipway.gateway.testing.IdentityProvider;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SignedIdentitiesTest {

    private static final RsaJsonWebKey KEY = IdentityProvider.key("one");
    private static IdentityProvider provider;

    @BeforeAll
    static void start() {
        provider = IdentityProvider.start(KEY);
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @Test
    void shouldKnowThePersonByWhatTheProviderSigned() {
        JwtClaims claims = IdentityProvider.claims(provider.issuer(), "ann@example.com");

        Person person = verify(identities(provider.issuer()), IdentityProvider.sign(claims, KEY))
                .orElseThrow();

        assertThat(person.email()).isEqualTo("ann@example.com");
        assertThat(person.name()).isEqualTo("Somebody");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("claimsThatProveNothing")
    void shouldNotCountTokensThatProveNothing(String why, Consumer<JwtClaims> change) {
        JwtClaims claims = IdentityProvider.claims(provider.issuer(), "ann@example.com");
        change.accept(claims);

        assertThat(verify(identities(provider.issuer()), IdentityProvider.sign(claims, KEY)))
                .as(why)
                .isEmpty();
    }

    static Stream<Arguments> claimsThatProveNothing() {
        return Stream.of(
                of("another issuer", claims -> claims.setIssuer("https://elsewhere.example")),
                of("another audience", claims -> claims.setAudience("another application")),
                of("no audience", claims -> claims.unsetClaim("aud")),
                of("expired", claims -> claims.setExpirationTime(ago(Duration.ofMinutes(5)))),
                of("no end", claims -> claims.unsetClaim("exp")),
                of("not yet valid", claims -> claims.setNotBeforeMinutesInThePast(-5)),
                of("unverified address", claims -> claims.setClaim("email_verified", false)),
                of("nothing said of the address", claims -> claims.unsetClaim("email_verified")),
                of("no address", claims -> claims.unsetClaim("email")),
                of("an address that is no text", claims -> claims.setClaim("email", 5)));
    }

    @Test
    void shouldNotCountSignaturesOfOthers() throws JoseException {
        JwtClaims claims = IdentityProvider.claims(provider.issuer(), "ann@example.com");
        SignedIdentities identities = identities(provider.issuer());
        JsonWebSignature shared = new JsonWebSignature();
        shared.setPayload(claims.toJson());
        shared.setKey(new HmacKey(KEY.getPublicKey().getEncoded()));
        shared.setKeyIdHeaderValue(KEY.getKeyId());
        shared.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        Base64.Encoder text = Base64.getUrlEncoder().withoutPadding();
        String unsigned = text.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + text.encodeToString(claims.toJson().getBytes(StandardCharsets.UTF_8)) + ".";

        assertThat(verify(identities, IdentityProvider.sign(claims, IdentityProvider.key("one"))))
                .isEmpty();
        assertThat(verify(identities, IdentityProvider.sign(claims, IdentityProvider.key("unknown"))))
                .isEmpty();
        assertThat(verify(identities, shared.getCompactSerialization())).isEmpty();
        assertThat(verify(identities, unsigned)).isEmpty();
        assertThat(verify(identities, unsigned + "x")).isEmpty();
        assertThat(verify(identities, "a.b.c")).isEmpty();
        assertThat(verify(identities, "no token")).isEmpty();
    }

    @Test
    void shouldFetchKeysThatAreNew() {
        RsaJsonWebKey first = IdentityProvider.key("first");
        RsaJsonWebKey second = IdentityProvider.key("second");
        try (IdentityProvider rotating = IdentityProvider.start(first)) {
            SignedIdentities identities = identities(rotating.issuer(), Duration.ZERO);
            JwtClaims claims = IdentityProvider.claims(rotating.issuer(), "ann@example.com");
            assertThat(verify(identities, IdentityProvider.sign(claims, first))).isPresent();

            rotating.publish(second);

            assertThat(verify(identities, IdentityProvider.sign(claims, second)))
                    .isPresent();
            assertThat(verify(identities, IdentityProvider.sign(claims, first))).isEmpty();
        }
    }

    @Test
    void shouldSayThatTheProviderCannotBeAsked() {
        IdentityProvider gone = IdentityProvider.start(KEY);
        gone.close();
        JwtClaims claims = IdentityProvider.claims(gone.issuer(), "ann@example.com");

        assertThatThrownBy(() -> verify(identities(gone.issuer()), IdentityProvider.sign(claims, KEY)))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void shouldCountNothingWithoutAProvider() {
        JwtClaims claims = IdentityProvider.claims(provider.issuer(), "ann@example.com");

        assertThat(verify(identities(null), IdentityProvider.sign(claims, KEY))).isEmpty();
    }

    @Test
    void shouldWantToKnowWhomTokensAreFor() {
        assertThatThrownBy(() -> new SignedIdentities(
                        new Config(Optional.of("https://id.example"), Optional.empty(), Duration.ofSeconds(1)),
                        new ObjectMapper()))
                .hasMessageContaining("slipway.oidc.audience");
    }

    private static Arguments of(String why, Consumer<JwtClaims> change) {
        return Arguments.of(why, change);
    }

    private static NumericDate ago(Duration duration) {
        NumericDate date = NumericDate.now();
        date.addSeconds(-duration.toSeconds());
        return date;
    }

    private static Optional<Person> verify(SignedIdentities identities, String token) {
        return identities.verify(token).await().atMost(Duration.ofMinutes(2));
    }

    private static SignedIdentities identities(@Nullable String issuer) {
        return identities(issuer, Duration.ofSeconds(1));
    }

    private static SignedIdentities identities(@Nullable String issuer, Duration refresh) {
        return new SignedIdentities(
                new Config(
                        Optional.ofNullable(issuer),
                        Optional.ofNullable(issuer).map(_ -> IdentityProvider.AUDIENCE),
                        refresh),
                new ObjectMapper());
    }

    private record Config(Optional<String> issuer, Optional<String> audience, Duration keysAtMostEvery)
            implements OidcConfig {

        @Override
        public Optional<String> jwksUrl() {
            return Optional.empty();
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(30);
        }
    }
}
