package io.slipway.platform.images;

import java.util.List;
import java.util.Optional;

/**
 * How to make a stand-in for a well-known image.
 *
 * @param name directory of its files among the resources
 * @param packages what {@code rootfs.sh} is told to install
 * @param prune what of that is left out
 * @param files the files that the image is built from, beside the root file system
 */
record Recipe(String name, List<String> packages, String prune, List<String> files) {

    private static final String DOCKERFILE = "Dockerfile";
    private static final String ENTRYPOINT = "docker-entrypoint.sh";

    Recipe {
        packages = List.copyOf(packages);
        files = List.copyOf(files);
    }

    /** The recipe for {@code reference}, for example {@code postgres:15}; empty if there is none. */
    static Optional<Recipe> of(String reference) {
        int colon = reference.lastIndexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        String repository =
                reference.substring(0, colon).replaceFirst("^docker\\.io/", "").replaceFirst("^library/", "");
        String major = reference.substring(colon + 1).replaceFirst("[^0-9].*", "");
        return switch (repository) {
            case "busybox" -> Optional.of(new Recipe("busybox", List.of(), "", List.of(DOCKERFILE)));
            case "postgres" ->
                Optional.of(new Recipe(
                        "postgres",
                        List.of("postgresql=" + major),
                        "usr/lib/postgresql/*/lib/bitcode usr/lib/postgresql/*/lib/llvmjit*.so"
                                + " usr/share/postgresql/*/man usr/share/postgresql/*/locale",
                        List.of(DOCKERFILE, ENTRYPOINT)));
            case "redis" ->
                Optional.of(new Recipe(
                        "redis", List.of("redis-server", "redis-tools"), "", List.of(DOCKERFILE, ENTRYPOINT)));
            case "mysql", "mariadb" ->
                Optional.of(new Recipe(
                        "mariadb",
                        List.of("mariadb-server-core", "mariadb-client-core", "mariadb-client"),
                        "",
                        List.of(DOCKERFILE, ENTRYPOINT)));
            default -> Optional.empty();
        };
    }

    /** What it is made from, for people. */
    String madeFrom() {
        return packages.isEmpty() ? "Debian's busybox" : "Debian packages (" + String.join(", ", packages) + ")";
    }
}
