package io.slipway.kit.secret;

import io.quarkus.runtime.StartupEvent;
import io.slipway.kit.config.SecretsConfig;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives the service's cipher where a keyset is configured; a keyset that cannot be used stops the start. */
@Singleton
class SecretCipherProducer {

    private final Optional<Path> keysetFile;
    private @Nullable SecretCipher cipher;

    SecretCipherProducer(SecretsConfig config) {
        this.keysetFile = config.keysetFile();
    }

    void onStart(@Observes StartupEvent event) {
        if (keysetFile.isPresent()) {
            cipher();
        }
    }

    @Produces
    @Singleton
    synchronized SecretCipher cipher() {
        if (cipher == null) {
            cipher = TinkSecretCipher.fromFile(keysetFile.orElseThrow(() -> new SecretException(
                    "this service needs the keys for secret values: set slipway.secrets.keyset-file")));
        }
        return cipher;
    }
}
