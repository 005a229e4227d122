package io.slipway.platform.process;

import java.nio.file.Path;

/** Where unpacked binaries are kept, so that they are unpacked once. */
public final class CacheDirectory {

    /** System property that says where; the default is the user's cache directory. */
    public static final String PROPERTY = "slipway.cache";

    private CacheDirectory() {}

    /** The directory; it need not exist yet. */
    public static Path get() {
        String configured = System.getProperty(PROPERTY);
        if (configured != null && !configured.isBlank()) {
            return Path.of(configured).toAbsolutePath();
        }
        // Root's home is closed to the unprivileged user that the database runs as.
        if ("root".equals(System.getProperty("user.name"))) {
            return Path.of("/var/cache/slipway");
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path base = xdg == null || xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return base.resolve("slipway").toAbsolutePath();
    }
}
