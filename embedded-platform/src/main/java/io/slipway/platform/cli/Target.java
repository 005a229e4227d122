package io.slipway.platform.cli;

import io.slipway.platform.demo.Reach;
import io.slipway.platform.stack.WorkerRuntime;
import java.util.Collection;

/** What a command builds and deploys on. */
interface Target extends AutoCloseable {

    /** What the workers are told. */
    WorkerRuntime runtime();

    /**
     * Sees to it that images can be had.
     *
     * @throws io.slipway.platform.process.PlatformException if one cannot
     */
    void provideImages(Collection<String> references);

    /**
     * Checks that images can be built.
     *
     * @throws io.slipway.platform.process.PlatformException that says what is missing
     */
    void checkBuilds();

    /** How services are reached from here. */
    Reach reach();

    /** Removes what there is of an environment, whatever the platform knows of it. */
    void removeEnvironment(String environmentId);

    /** Removes what is left when no environment needs it any more. */
    void tidy();

    @Override
    void close();
}
