package io.slipway.gateway.domain.git;

/** A git provider. */
public enum Provider {
    GITHUB,
    GITLAB,
    BITBUCKET
}
