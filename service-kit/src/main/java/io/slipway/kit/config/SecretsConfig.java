package io.slipway.kit.config;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Where the keys for secret values are. */
@ConfigMapping(prefix = "slipway.secrets")
public interface SecretsConfig {

    /** The Tink keyset in JSON. Services that neither encrypt nor decrypt have none. */
    Optional<Path> keysetFile();
}
