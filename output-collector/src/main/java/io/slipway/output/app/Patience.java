package io.slipway.output.app;

import java.util.concurrent.Callable;

/** Tries something again, a bounded number of times with growing delays. */
@FunctionalInterface
public interface Patience {

    /** What {@code action} gives at last; throws its last failure. */
    <T> T call(Callable<T> action) throws Exception;
}
