package io.slipway.gateway.config;

import io.quarkus.runtime.StartupEvent;
import io.slipway.gateway.app.token.Tokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Makes the first administrator's token valid, so that there is a way in. */
@ApplicationScoped
class Bootstrap {

    private static final Logger LOG = Logger.getLogger(Bootstrap.class);
    private static final UUID DEFAULT_ORGANIZATION = UUID.fromString("00000000-0000-4000-8000-00000000000a");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Tokens tokens;
    private final Optional<Path> file;

    @Inject
    Bootstrap(Tokens tokens, @ConfigProperty(name = "slipway.bootstrap-token-file") Optional<Path> file) {
        this.tokens = tokens;
        this.file = file;
    }

    void start(@Observes StartupEvent event) {
        if (file.isEmpty()) {
            return;
        }
        Path path = file.get();
        if (!Files.exists(path)) {
            LOG.warnf("there is no bootstrap token file %s: only tokens in the database count", path);
            return;
        }
        try {
            tokens.bootstrap(DEFAULT_ORGANIZATION, Files.readString(path).strip())
                    .await()
                    .atMost(PATIENCE);
        } catch (IOException e) {
            throw new UncheckedIOException("the bootstrap token file " + path + " cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "the bootstrap token file " + path + " holds no token: " + e.getMessage(), e);
        }
    }
}
