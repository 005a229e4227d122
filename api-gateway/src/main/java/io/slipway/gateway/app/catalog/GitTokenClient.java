package io.slipway.gateway.app.catalog;

import io.slipway.gateway.domain.git.GitServer;
import io.slipway.gateway.domain.git.Provider;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/** Asks git servers about tokens. */
public interface GitTokenClient {

    /** False only if the server answered that it does not know the token. */
    Uni<Boolean> accepts(Login login);

    /**
     * A token and the server that it is for.
     *
     * @param workspace of Bitbucket, which its tokens may be confined to
     * @param token plain
     */
    record Login(Provider type, GitServer server, @Nullable String workspace, String token) {

        @Override
        public String toString() {
            return "Login[" + type + " " + server.apiUrl() + "]";
        }
    }
}
