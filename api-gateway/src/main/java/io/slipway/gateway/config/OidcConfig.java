package io.slipway.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The identity provider that people log in at. Without an issuer there is none, and API tokens are the only way in. */
@ConfigMapping(prefix = "slipway.oidc")
public interface OidcConfig {

    /** The issuer, exactly as its tokens name it. */
    Optional<String> issuer();

    /** Whom tokens must be for. Needed with an issuer: tokens for other applications do not count here. */
    Optional<String> audience();

    /** Where the issuer's keys are; by default its discovery document tells. */
    Optional<String> jwksUrl();

    /** How long the provider may take to answer. */
    @WithDefault("3s")
    Duration timeout();

    /** A token with a key that is not known fetches the keys anew, but not more often than this. */
    @WithDefault("1s")
    Duration keysAtMostEvery();
}
