package io.slipway.platform.registry;

/**
 * Where an image is.
 *
 * @param registry host and port of its registry
 * @param repository name in the registry, {@code library/busybox}
 * @param version tag, or digest with its algorithm
 */
public record ImageName(String registry, String repository, String version) {

    /** The registry of names without one. */
    public static final String PUBLIC_REGISTRY = "docker.io";

    /** Reads {@code [HOST/]NAME[:TAG][@DIGEST]}; without a host it is one of the public registry, without a tag {@code latest}. */
    public static ImageName parse(String reference) {
        String rest = reference;
        String registry = PUBLIC_REGISTRY;
        int slash = rest.indexOf('/');
        if (slash > 0 && isHost(rest.substring(0, slash))) {
            registry = rest.substring(0, slash);
            rest = rest.substring(slash + 1);
        }
        String version = "latest";
        int at = rest.indexOf('@');
        int colon = rest.lastIndexOf(':', at < 0 ? rest.length() : at);
        int end = colon > rest.lastIndexOf('/') ? colon : at < 0 ? rest.length() : at;
        if (at >= 0) {
            version = rest.substring(at + 1);
        } else if (end < rest.length()) {
            version = rest.substring(end + 1);
        }
        String repository = rest.substring(0, end);
        if (registry.equals(PUBLIC_REGISTRY) && repository.indexOf('/') < 0) {
            repository = "library/" + repository;
        }
        if (repository.isEmpty() || version.isEmpty()) {
            throw new IllegalArgumentException("Not the name of an image: " + reference);
        }
        return new ImageName(registry, repository, version);
    }

    /** Whether {@code reference} names its registry. */
    public static boolean hasRegistry(String reference) {
        int slash = reference.indexOf('/');
        return slash > 0 && isHost(reference.substring(0, slash));
    }

    private static boolean isHost(String text) {
        return text.indexOf('.') >= 0 || text.indexOf(':') >= 0 || text.equals("localhost");
    }

    @Override
    public String toString() {
        return registry + "/" + repository + (version.indexOf(':') < 0 ? ":" : "@") + version;
    }
}
