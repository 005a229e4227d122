package io.slipway.gateway.rest.socket;

import io.quarkus.vertx.http.runtime.filters.QuarkusRequestWrapper;
import io.vertx.core.http.HttpServerRequest;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes a request that became a socket off the list of those that a graceful shutdown waits for. A request leaves that
 * list when its response ends, which the one of a socket never does: after a single socket every shutdown would wait for
 * its whole timeout. The HTTP extension offers no way to say so, hence the method that is not public; without it
 * everything works but shutdowns are slow.
 */
final class RequestInFlight {

    private static final Logger LOG = Logger.getLogger(RequestInFlight.class);
    private static final @Nullable MethodHandle DONE = find();

    private RequestInFlight() {}

    static void done(HttpServerRequest request) {
        if (DONE == null) {
            return;
        }
        try {
            DONE.invoke(QuarkusRequestWrapper.get(request));
        } catch (Throwable e) {
            LOG.debugf(e, "the shutdown will wait for a socket");
        }
    }

    private static @Nullable MethodHandle find() {
        try {
            Method method = QuarkusRequestWrapper.class.getDeclaredMethod("done");
            method.setAccessible(true);
            return MethodHandles.lookup().unreflect(method);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.warn("shutdowns will wait for sockets", e);
            return null;
        }
    }
}
