package io.slipway.output.domain;

/** A place in a text; line and column count characters from 1. */
record Place(int line, int column) {

    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
