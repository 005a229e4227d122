package io.slipway.runtime.kubernetes.build;

import io.slipway.runtime.kubernetes.object.Images;

/**
 * An image reference with a registry's host, taken apart.
 *
 * @param version tag or digest
 */
record Reference(String host, String repository, String version) {

    static Reference parse(String reference) {
        String host = Images.host(reference);
        String rest = Images.hasHost(reference) ? reference.substring(host.length() + 1) : reference;
        int at = rest.indexOf('@');
        if (at >= 0) {
            return new Reference(host, withoutTag(rest.substring(0, at)), rest.substring(at + 1));
        }
        int colon = rest.lastIndexOf(':');
        return colon < 0
                ? new Reference(host, rest, "latest")
                : new Reference(host, rest.substring(0, colon), rest.substring(colon + 1));
    }

    private static String withoutTag(String name) {
        int colon = name.lastIndexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }

    /** The repository with its host. */
    String name() {
        return host + "/" + repository;
    }
}
