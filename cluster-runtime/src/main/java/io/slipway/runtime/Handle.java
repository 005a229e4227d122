package io.slipway.runtime;

/** Something that goes on until it is closed; closing it twice is no error. */
@FunctionalInterface
public interface Handle extends AutoCloseable {

    @Override
    void close();
}
