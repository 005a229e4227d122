package io.slipway.build.app;

import io.slipway.events.work.StepRef;
import java.io.IOException;
import java.nio.file.Path;

/** Temporary directories of builds. */
public interface Workspaces {

    /** A new, empty directory that no other build uses, here or in another instance. */
    Workspace open(StepRef step) throws IOException;

    /** One directory; closing it removes it with all that is in it. */
    interface Workspace extends AutoCloseable {

        Path directory();

        @Override
        void close();
    }
}
