package io.slipway.runtime;

/** Where a worker runs things: the setting {@code slipway.runtime}, {@code docker} by default. */
public enum RuntimeKind {
    /** A container engine. */
    DOCKER,
    /** One or several Kubernetes clusters. */
    KUBERNETES
}
