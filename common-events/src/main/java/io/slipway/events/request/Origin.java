package io.slipway.events.request;

/** Where a request came from. The first five are values of the REST contract. */
public enum Origin {
    API,
    CLI,
    CONSOLE,
    GIT,
    TERRAFORM_PROVIDER,
    KAFKA
}
