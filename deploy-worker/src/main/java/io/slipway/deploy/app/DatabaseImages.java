package io.slipway.deploy.app;

import io.slipway.events.spec.DatabaseSpec;

/** Which image runs a database. */
@FunctionalInterface
public interface DatabaseImages {

    /** The image reference for the database's type and version. */
    String reference(DatabaseSpec database);
}
