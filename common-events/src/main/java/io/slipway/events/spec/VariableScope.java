package io.slipway.events.spec;

/** Scopes from widest to narrowest; the narrower wins among user variables. Built-ins cannot be overridden by name. */
public enum VariableScope {
    BUILT_IN,
    PROJECT,
    ENVIRONMENT,
    SERVICE
}
