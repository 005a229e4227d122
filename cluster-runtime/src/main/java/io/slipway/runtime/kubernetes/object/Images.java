package io.slipway.runtime.kubernetes.object;

import io.slipway.runtime.kubernetes.KubernetesConfig;

/** Image references as a cluster has to be asked for them. */
public final class Images {

    private static final String DOCKER_HUB = "docker.io";

    private Images() {}

    /** {@code reference} with the mirror before it, if there is one and the reference names no registry. */
    public static String mirrored(KubernetesConfig config, String reference) {
        return config.imageMirror()
                .filter(_ -> !hasHost(reference))
                .map(mirror -> mirror.replaceAll("/+$", "") + "/" + reference)
                .orElse(reference);
    }

    /** The host of a reference or registry address, with its port; that of the public default if it names none. */
    public static String host(String reference) {
        String plain = reference.replaceFirst("^https?://", "");
        int slash = plain.indexOf('/');
        String first = slash < 0 ? plain : plain.substring(0, slash);
        return slash < 0 && reference.isEmpty() ? DOCKER_HUB : isHost(first) || slash < 0 ? first : DOCKER_HUB;
    }

    /** Whether {@code reference} begins with a registry's host. */
    public static boolean hasHost(String reference) {
        int slash = reference.indexOf('/');
        return slash > 0 && isHost(reference.substring(0, slash));
    }

    private static boolean isHost(String part) {
        return part.contains(".") || part.contains(":") || part.equals("localhost");
    }
}
