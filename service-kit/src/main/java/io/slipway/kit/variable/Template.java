package io.slipway.kit.variable;

/** A text, perhaps with references in it, and whether it is or contains a secret. */
record Template(String text, boolean secret) {}
