package io.slipway.events.spec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.slipway.events.Copies;
import org.jspecify.annotations.Nullable;

/** Where a service's image comes from. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ImageSource.Git.class, name = "GIT"),
    @JsonSubTypes.Type(value = ImageSource.Registry.class, name = "REGISTRY")
})
public sealed interface ImageSource {

    /**
     * Built from a git repository.
     *
     * @param branch null = the repository's default branch
     * @param commit null = the head of the branch
     * @param rootPath directory in the repository that is the build context, {@code /} = all of it
     * @param dockerfilePath relative to {@code rootPath}; null = {@code Dockerfile}
     * @param dockerfileRaw the Dockerfile's text when it is not in the repository
     * @param targetStage the build stage to stop at; null = the last
     * @param credentials user name and token (or a private key for ssh); null = none
     */
    record Git(
            String url,
            @Nullable String branch,
            @Nullable String commit,
            String rootPath,
            @Nullable String dockerfilePath,
            @Nullable String dockerfileRaw,
            @Nullable String targetStage,
            @Nullable Credentials credentials)
            implements ImageSource {

        public Git {
            Copies.required(url, "url");
            rootPath = rootPath == null || rootPath.isBlank() ? "/" : rootPath;
        }

        /** The same source at one commit. */
        public Git at(@Nullable String otherCommit) {
            return otherCommit == null
                    ? this
                    : new Git(
                            url,
                            branch,
                            otherCommit,
                            rootPath,
                            dockerfilePath,
                            dockerfileRaw,
                            targetStage,
                            credentials);
        }
    }

    /**
     * Pulled from a registry.
     *
     * @param registry host (and port) of the registry as image references write it; empty = the engine's default
     * @param credentials user name and password for the registry; null = anonymous
     */
    record Registry(
            String registry,
            String image,
            String tag,
            @Nullable Credentials credentials) implements ImageSource {

        public Registry {
            registry = registry == null ? "" : registry;
            Copies.required(image, "image");
            Copies.required(tag, "tag");
        }

        /** The same image with another tag. */
        public Registry at(@Nullable String otherTag) {
            return otherTag == null ? this : new Registry(registry, image, otherTag, credentials);
        }

        /** The image reference to pull, for example {@code registry.example/shop/web:1.2}. */
        public String reference() {
            return (registry.isEmpty() ? "" : registry + "/") + image + ":" + tag;
        }
    }

    /** A user name and a secret. */
    record Credentials(String username, Value secret) {

        public Credentials {
            username = username == null ? "" : username;
            Copies.required(secret, "secret");
        }
    }
}
