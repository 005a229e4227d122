package io.slipway.gateway.app.catalog;

import io.slipway.events.Copies;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.domain.catalog.Registry;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Talks to container registries. */
public interface RegistryClient {

    /** False only if the registry answered and refused the credentials. */
    Uni<Boolean> accepts(Login login);

    /**
     * Images with their tags.
     *
     * @param image the exact name of one; null = none
     * @param search part of names; null = none
     * @return fails with {@link ApiException.Conflict} if the registry does not answer as registries do
     */
    Uni<List<Image>> images(Login login, @Nullable String image, @Nullable String search);

    /** A registry's address and who asks it; {@code password} is plain, null = anonymous. */
    record Login(
            String url,
            Registry.Kind kind,
            String username,
            @Nullable String password) {

        @Override
        public String toString() {
            return "Login[" + username + " " + url + "]";
        }
    }

    /** An image and its tags. */
    record Image(String name, List<String> tags) {
        public Image {
            tags = Copies.list(tags);
        }
    }
}
