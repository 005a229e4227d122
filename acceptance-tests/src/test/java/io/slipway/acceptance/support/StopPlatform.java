package io.slipway.acceptance.support;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Stops the shared installation after the last test; registered for all tests of the module. */
public final class StopPlatform implements BeforeAllCallback {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(StopPlatform.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent("stop", _ -> (AutoCloseable) RunningPlatform::stopShared, AutoCloseable.class);
    }
}
