package io.slipway.gateway.testing;

import io.quarkus.test.Mock;
import io.slipway.gateway.app.catalog.GitTokenClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** All git servers of the world: they know every token but those that say that they are unknown. */
@Mock
@ApplicationScoped
public class FakeGitServers implements GitTokenClient {

    /** What tokens begin with that are refused. */
    public static final String UNKNOWN = "unknown-";

    @Override
    public Uni<Boolean> accepts(Login login) {
        return Uni.createFrom().item(!login.token().startsWith(UNKNOWN));
    }
}
