package io.slipway.events.spec;

/** What a variable is: a value, a file mounted at its path, another name, another value, or made by the platform. */
public enum VariableType {
    VALUE,
    FILE,
    ALIAS,
    OVERRIDE,
    BUILT_IN
}
